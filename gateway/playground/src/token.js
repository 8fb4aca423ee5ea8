// The caller's token. It lives in this tab's session storage and nowhere else.
import { useSyncExternalStore } from 'react';

const KEY = 'diaspora-hub-token';
const listeners = new Set();

export function getToken() {
  return sessionStorage.getItem(KEY) ?? '';
}

export function setToken(token) {
  const trimmed = token.trim();
  if (trimmed) sessionStorage.setItem(KEY, trimmed);
  else sessionStorage.removeItem(KEY);
  listeners.forEach((listener) => listener());
}

export function useToken() {
  return useSyncExternalStore(subscribe, getToken);
}

function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
