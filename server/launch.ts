#!/usr/bin/env node
import { join } from 'node:path';
import { runCached } from '../host/code-cache.ts';

// To compile the server takes a good part of its start.
runCached(join(__dirname, 'server-main.cjs'), require);
