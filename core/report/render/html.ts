import type { Review } from '../../engine/finding.ts';
import { pageDocument } from '../page/document.ts';
import { renderPage } from '../page/page.ts';
import type { ReportContext } from '../report.ts';

export interface HtmlContext extends ReportContext {
  /** `YYYY-MM-DD`; absent, the report bears no date. */
  readonly today?: string;
}

/** The readiness report as one HTML file that works offline, runs no script and prints well. */
export function renderHtml(review: Review, context: HtmlContext): string {
  const [only, ...others] = review.deployments;
  const title = only && others.length === 0 ? `Readiness report: ${only.name}` : 'Readiness report';
  return pageDocument({ title, body: renderPage(review, { ...context, interactive: false }) });
}
