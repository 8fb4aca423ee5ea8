// Title, token and, in a demonstration, the users to choose from and what the data are.
import { setToken, useToken } from './token.js';
import { labelOf } from './demonstration.js';

export function TopBar({ demonstration }) {
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
        {demonstration && <Users users={demonstration.users} token={token} />}
      </div>
    </header>
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
