// Who is signed in at the gateway, and whether anybody can. The session itself is a cookie that no script reads.
import { useEffect, useState } from 'react';

const NOBODY = { signIn: false, user: null };

export function useSession() {
  const [session, setSession] = useState(NOBODY);
  useEffect(() => {
    fetch('/session')
      .then((response) => (response.ok ? response.json() : NOBODY))
      .then(setSession)
      .catch(() => setSession(NOBODY));
  }, []);
  return session;
}

/** Ends the session at the gateway and shows the page anew. */
export async function signOut() {
  await fetch('/sign-out', { method: 'POST', redirect: 'manual' });
  location.reload();
}
