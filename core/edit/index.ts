export * from './comment.ts';
export * from './dockerfile.ts';
export * from './nginx.ts';
export * from './shell.ts';
export * from './yaml.ts';
