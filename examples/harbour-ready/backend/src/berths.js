import pg from 'pg';
import { secret } from './secret.js';

const address = new URL(process.env.DATABASE_URL);
const pool = new pg.Pool({
  host: address.hostname,
  port: Number(address.port || 5432),
  database: address.pathname.slice(1),
  user: address.username,
  password: secret('DATABASE_PASSWORD') ?? address.password,
  max: 20,
});

export async function reachable() {
  return pool.query('SELECT 1').then(
    () => true,
    () => false,
  );
}

/** Free and taken berths, with the length in metres that fits. */
export async function berths() {
  const { rows } = await pool.query('SELECT number, length, taken FROM berths ORDER BY number');
  return rows;
}

export async function book({ berth, boat, arrives, leaves }) {
  const { rows } = await pool.query(
    'INSERT INTO bookings (berth, boat, arrives, leaves) VALUES ($1, $2, $3, $4) RETURNING id',
    [berth, boat, arrives, leaves],
  );
  return rows[0];
}
