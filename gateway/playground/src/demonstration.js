// Who can be asked as, when the gateway runs a demonstration. Any other gateway answers 404.
import { useEffect, useState } from 'react';

export function useDemonstration() {
  const [demonstration, setDemonstration] = useState(null);
  useEffect(() => {
    fetch('/playground/demonstration.json')
      .then((response) => (response.ok ? response.json() : null))
      .then(setDemonstration)
      .catch(() => setDemonstration(null));
  }, []);
  return demonstration;
}

/** "iom-analyst" of member IOM is "IOM analyst"; "el-salvador-officer" is "El Salvador officer". */
export function labelOf({ name, member, role }) {
  const place = name.endsWith(`-${role}`) ? name.slice(0, -role.length - 1) : member;
  const words = place.split('-').map((word) =>
    word.toUpperCase() === member.toUpperCase() ? member : word.charAt(0).toUpperCase() + word.slice(1),
  );
  return `${words.join(' ')} ${role}`;
}
