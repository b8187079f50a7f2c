import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });

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
