// Title, who is signed in, token and, in a demonstration, the users to choose from and what the data are.
import { setToken, useToken } from './token.js';
import { labelOf } from './demonstration.js';
import { signOut } from './session.js';

export function TopBar({ demonstration, session }) {
  const token = useToken();
  return (
    <header className="top-bar">
      {demonstration && <p id="notice" className="notice" role="note">{demonstration.notice}</p>}
      <div className="top-row">
        <h1>Diaspora Hub playground</h1>
        <div className="token">
          <label htmlFor="token">Token</label>
          <input
            id="token"
            type="text"
            value={token}
            onChange={(event) => setToken(event.target.value)}
            placeholder="Paste your token here"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
          />
        </div>
        {session.signIn && <SignedIn user={session.user} />}
        {demonstration && <Users users={demonstration.users} token={token} />}
      </div>
    </header>
  );
}

/** A token in the field goes before the session: what is asked then is asked by the token's user. */
function SignedIn({ user }) {
  if (!user) return <a id="sign-in" href="/sign-in">Sign in</a>;
  return (
    <div className="signed-in">
      <span id="signed-in">{`${user.user}, ${user.member} ${user.role}`}</span>
      <button type="button" id="sign-out" onClick={signOut}>Sign out</button>
    </div>
  );
}

function Users({ users, token }) {
  return (
    <div className="users" role="group" aria-labelledby="users-label">
      <span id="users-label">Ask as</span>
      {users.map((user) => (
        <button
          key={user.name}
          type="button"
          data-user={user.name}
          aria-pressed={user.token === token}
          title={`Member ${user.member}, role ${user.role}`}
          onClick={() => setToken(user.token)}
        >
          {labelOf(user)}
        </button>
      ))}
    </div>
  );
}
