import { run } from './run.ts';

// A reader that has seen enough (`| head`) closes the pipe: nothing is wrong then.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// No process.exit: it would cut off what still waits in a pipe beyond its first 64 KiB.
run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
