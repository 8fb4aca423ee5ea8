// An OpenID Connect issuer on this machine: `node issuer.js PORT REDIRECT TTL`. It lets `ama` in without asking, hands
// programs tokens as they ask for them by resource (`urn:test:ALG:AUDIENCE:SECONDS:ROLE`), and changes its keys when a line
// `rotate` comes on standard input. It says where it is on one line, and ends when standard input closes.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

const [port, redirect, ttl] = process.argv.slice(2);
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];

let provider;
const server = createServer((request, response) => answer(request, response));
await new Promise((resolve) => server.listen(Number(port), '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
provider = await begin(1);
say({ issuer });

createInterface({ input: process.stdin })
  .on('line', async (line) => {
    if (line !== 'rotate') return;
    provider = await begin(Date.now());
    say({ rotated: true });
  })
  .on('close', () => process.exit(0));

/** The page on which a person would sign in: this one lets `ama` in at once. */
async function answer(request, response) {
  if (!request.url.startsWith('/interaction/')) {
    provider.callback()(request, response);
    return;
  }
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  const result = prompt.name === 'login' ? { login: { accountId: 'ama' } } : { consent: await grant(session, params) };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

async function begin(generation) {
  const keys = await Promise.all(ALGORITHMS.map((alg) => key(alg, `${alg}-${generation}`)));
  return new Provider(issuer, {
    jwks: { keys },
    clients: [
      {
        client_id: 'hub',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: [redirect],
        grant_types: ['authorization_code', 'refresh_token'],
        id_token_signed_response_alg: 'ES256',
      },
      {
        client_id: 'a-program',
        client_secret: 'secret',
        redirect_uris: [],
        response_types: [],
        grant_types: ['client_credentials'],
      },
    ],
    cookies: { keys: ['a test'] },
    enabledJWA: { idTokenSigningAlgValues: ALGORITHMS },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => undefined,
        useGrantedResource: () => true,
        getResourceServerInfo: (_, resource) => asked(resource),
      },
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    issueRefreshToken: () => true,
    extraTokenClaims: (_, token) => ({ role: roleOf(token.resourceServer.identifier()) }),
    pkce: { required: () => true },
  });
}

async function key(alg, kid) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg, kid, use: 'sig' };
}

function asked(resource) {
  const [, kind, ...words] = resource.split(':');
  const [alg, audience, seconds] = kind === 'test' ? words : ['ES256', words[0], ttl];
  const jwt = { sign: { alg } };
  return { scope: '', audience, accessTokenTTL: Number(seconds), accessTokenFormat: 'jwt', jwt };
}

function roleOf(resource) {
  const [, kind, ...words] = resource.split(':');
  return kind === 'test' ? words[3] || undefined : 'analyst';
}

async function grant(session, params) {
  const granted = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  granted.addOIDCScope(params.scope);
  return { grantId: await granted.save() };
}

function say(what) {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}
