/** What the commands do: the larger bundle, loaded when one of them is asked for. */
export { compare } from './compare.ts';
export { review } from './review.ts';
export { listRules } from './rules.ts';
