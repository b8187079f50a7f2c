/**
 * Property tests draw the same cases in every run, so that a change alone decides whether they pass.
 * `SEED=random` draws others, `SEED=<number>` those of a failure.
 */
import fc from 'fast-check';

const asked = process.env.SEED;
if (asked !== 'random') fc.configureGlobal({ seed: asked === undefined ? 20_261_124 : Number(asked) });
