import { explainRequest, parseRequestUrl } from '../core/index.ts';
import { renderRequest, renderRequestJson } from '../core/report/render/request.ts';
import { shownPath } from '../core/report/report.ts';
import { load } from '../host/load.ts';
import { enginePath } from '../host/path.ts';
import { type ExplainArguments, UsageError } from './arguments.ts';
import { printError, printOut, terminalStream } from './output.ts';
import { createProject } from './project.ts';
import { colored, plainStyle, wantsColor } from './style.ts';

/** Print where a request goes. @returns the exit code: 2 where no nginx is there that it could arrive at. */
export function explain({ url, path, format, color }: ExplainArguments): number {
  const asked = parseRequestUrl(url);
  if (!asked) throw new UsageError(`"${url}" is no address of a request, as https://example.com/path is.`);
  const project = createProject([]);
  const { absent } = load(project, [enginePath(path)]);
  const cwd = enginePath('.');
  if (absent[0] !== undefined) {
    printError(`There is no file or folder ${shownPath(absent[0], cwd)}.`);
    return 2;
  }
  const explanations = explainRequest(project.deployments, asked);
  if (format === 'json') printOut(renderRequestJson(explanations, { url, cwd }));
  if (explanations.length === 0) {
    printError(`No nginx configuration in ${path} listens on port ${asked.port}.`);
    return 2;
  }
  if (format === 'json') return 0;
  const style = wantsColor(color, terminalStream(1), process.env) ? colored : plainStyle;
  printOut(renderRequest(explanations, { url, cwd, style }));
  return 0;
}
