import { createServer } from 'node:http';
import { berths, book, reachable } from './berths.js';
import { tides } from './tides.js';

const port = Number(process.env.PORT ?? 4000);

const routes = {
  'GET /health': async () => ({ status: (await reachable()) ? 'ok' : 'no database' }),
  'GET /api/berths': () => berths(),
  'GET /api/tides': () => tides(process.env.TIDES_STATION),
  'POST /api/bookings': (body) => book(body),
};

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://harbour');
  const route = routes[`${request.method} ${pathname}`];
  if (!route) return send(response, 404, { error: 'Nothing moored here.' });
  try {
    send(response, 200, await route(await readJson(request)));
  } catch (error) {
    console.error(error);
    send(response, 500, { error: 'The harbour office has been told.' });
  }
});

async function readJson(request) {
  let text = '';
  for await (const piece of request) text += piece;
  return text ? JSON.parse(text) : undefined;
}

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

process.on('SIGTERM', () => server.close(() => process.exit(0)));
server.listen(port, () => console.log(`harbour-api listens on ${port}`));
