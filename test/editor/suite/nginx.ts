/** What the editor offers in nginx files: asked for as the editor asks, and looked at in pictures. */
import './nginx-reading.ts';
import './nginx-writing.ts';
import './nginx-names.ts';
import './nginx-request.ts';
import { runAll } from './runner.ts';

export const run = runAll;
