import { defineRule, firstLine, skip } from '../../core/rule.ts';
import { mainPrograms } from '../shared/main-process.ts';
import { isSetAtRunTime, setVariable } from '../shared/set-variable.ts';

export default defineRule({
  id: 'dockerfile/buffered-python-output',
  title: 'Python output that is held back',
  category: 'logging',
  severity: 'info',
  priority: 3,
  remedy: 'Set `PYTHONUNBUFFERED=1`, or start Python with `-u`.',
  strength: 'Python writes its log as it happens',
  rationale:
    'Where no terminal is attached Python collects what it prints and writes it in blocks. ' +
    'Lines come late, and those before a crash not at all.',
  references: ['https://docs.python.org/3/using/cmdline.html#envvar-PYTHONUNBUFFERED'],
  catalogue: ['dockerfile/unbuffered-python'],
  production: true,
  on: 'stage',
  bad: `FROM python:3.14-slim
COPY app.py .
USER nobody
CMD ["python", "app.py"]
`,
  good: `FROM python:3.14-slim
COPY app.py .
ENV PYTHONUNBUFFERED=1
USER nobody
CMD ["python", "app.py"]
`,
  *check(deployed) {
    const { stage, final, base } = deployed;
    if (!final || base?.product !== 'python') return skip;
    const process = stage.cmd ?? stage.entrypoint;
    const program = mainPrograms(stage).find((one) => /^python[\d.]*$/.test(one));
    // Servers such as gunicorn and uvicorn write their log to standard error, which is not held back.
    if (program === undefined || !process) return skip;
    if (isSetAtRunTime(deployed, 'PYTHONUNBUFFERED') || /\s-\w*u\w*\s/.test(`${process.argv.join(' ')} `))
      return;
    if (/\s-m\s+(?:gunicorn|uvicorn|hypercorn|celery)\b/.test(process.argv.join(' '))) return skip;
    yield {
      at: firstLine(process.span),
      message: `"${program}" holds back what it prints: its last lines before a crash are lost.`,
      fix: () => setVariable(stage, 'PYTHONUNBUFFERED=1'),
    };
  },
});
