import { useEffect, useState } from 'react';

const api = import.meta.env.VITE_API_URL ?? '/api';

function useAnswer(path) {
  const [answer, setAnswer] = useState([]);
  useEffect(() => {
    fetch(api + path)
      .then((response) => response.json())
      .then(setAnswer);
  }, [path]);
  return answer;
}

export function Quay() {
  const berths = useAnswer('/berths');
  const tides = useAnswer('/tides');
  return (
    <main>
      <h1>Harbour</h1>
      <ul className="berths">
        {berths.map((berth) => (
          <li key={berth.number} className={berth.taken ? 'taken' : 'free'}>
            {berth.number}: up to {berth.length} m
          </li>
        ))}
      </ul>
      <ol>
        {tides.map((tide) => (
          <li key={tide.at}>
            {tide.water} water at {new Date(tide.at).toLocaleTimeString()}
          </li>
        ))}
      </ol>
    </main>
  );
}
