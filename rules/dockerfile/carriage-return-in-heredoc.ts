import { defineRule, skip } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/carriage-return-in-heredoc',
  title: 'Windows line endings in a heredoc',
  category: 'correctness',
  severity: 'warning',
  priority: 1,
  remedy:
    'Save the file with LF line endings, and keep them with `*Dockerfile* text eol=lf` in `.gitattributes`.',
  rationale:
    'Docker takes the carriage returns of its own lines off, but hands a heredoc on as it stands. ' +
    'The shell then runs `npm ci\\r`, and a script copied this way does not find its interpreter.',
  references: ['https://docs.docker.com/reference/dockerfile/#here-documents'],
  catalogue: ['dockerfile/heredoc-crlf'],
  on: 'instruction',
  names: ['RUN', 'COPY', 'ADD'],
  bad: 'FROM node:24-alpine\nRUN <<EOF\r\nnpm ci\r\nEOF\r\n',
  good: 'FROM node:24-alpine\nRUN <<EOF\nnpm ci\nEOF\n',
  *check({ instruction }) {
    if (instruction.heredocs.length === 0) return skip;
    for (const { body, marker } of instruction.heredocs) {
      if (!body.source.text.slice(body.start, body.end).includes('\r\n')) continue;
      yield {
        at: marker,
        message: 'The lines of this heredoc end with CR LF, and Docker hands the CR on to the shell or file.',
      };
    }
  },
});
