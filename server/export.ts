import { type Review, scoreVersion } from '../core/index.ts';
import { renderBadge } from '../core/report/render/badge.ts';
import { renderGitlab } from '../core/report/render/gitlab.ts';
import { renderHtml } from '../core/report/render/html.ts';
import { renderJson } from '../core/report/render/json.ts';
import { renderJunit } from '../core/report/render/junit.ts';
import { renderMarkdown } from '../core/report/render/markdown.ts';
import { renderSarif } from '../core/report/render/sarif.ts';
import type { ExportParams } from './protocol-overview.ts';
import { deploymentPart } from './report.ts';
import type { Session } from './session.ts';

/** The package's version, put in by the build. */
declare const SEAWORTHY_VERSION: string;

/** The review, or one deployment's part of it, as the command line would write it. */
export function exported(
  { format, deployment: name }: ExportParams,
  session: Session,
  today: string,
): string {
  const whole = session.review();
  const deployment = whole.deployments.find((one) => one.name === name);
  const review: Review = deployment ? deploymentPart(whole, deployment) : whole;
  const context = { cwd: session.roots[0] ?? '/', rules: session.project.rules, scoreVersion };
  switch (format) {
    case 'html':
      return renderHtml(review, { ...context, today });
    case 'markdown':
      return renderMarkdown(review, { ...context, today });
    case 'json':
      return renderJson(review, context);
    case 'sarif':
      return renderSarif(review, { ...context, version: SEAWORTHY_VERSION });
    case 'junit':
      return renderJunit(review, context);
    case 'gitlab':
      return renderGitlab(review, context);
    case 'badge':
      return renderBadge(review);
  }
}
