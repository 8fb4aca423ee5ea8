// Sends one question to the gateway, under the token in the field, or else under the session of whoever is signed in.
import { getOperationAST, parse } from 'graphql';
import { readStream } from './stream.js';
import { getToken } from './token.js';

const ONE_ANSWER = 'application/graphql-response+json, application/json;q=0.9';
const MANY_ANSWERS =
  'text/event-stream, multipart/mixed;boundary="graphql";subscriptionSpec="1.0", ' +
  'application/graphql-response+json;q=0.5, application/json;q=0.4';

/** GraphiQL's fetcher: resolves to one answer, or to an async iterator of answers for a subscription. */
export async function ask({ query, variables, operationName }, { documentAST } = {}) {
  const headers = {
    accept: isSubscription(query, operationName, documentAST) ? MANY_ANSWERS : ONE_ANSWER,
    'content-type': 'application/json',
  };
  const token = getToken();
  if (token) headers.authorization = `Bearer ${token}`;

  const response = await fetch('/graphql', {
    method: 'POST',
    headers,
    body: JSON.stringify({ query, variables, operationName }),
    credentials: token ? 'omit' : 'same-origin',
  });
  return (await readStream(response)) ?? readAnswer(response);
}

/** A refusal may come as GraphQL or, from a gate before the gateway, as text: both are shown. */
async function readAnswer(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return { errors: [{ message: text || response.statusText, extensions: { status: response.status } }] };
  }
}

function isSubscription(query, operationName, documentAST) {
  try {
    return getOperationAST(documentAST ?? parse(query), operationName)?.operation === 'subscription';
  } catch {
    return false; // Not even GraphQL: the gateway says what is wrong with it.
  }
}
