import type { DeploymentReview, Verdict } from '../../engine/finding.ts';
import { points } from '../report.ts';
import { html, type Markup } from './markup.ts';

/** Of the circle that the dial goes round, three quarters are drawn. */
const radius = 52;
const whole = 2 * Math.PI * radius;
const arc = whole * 0.75;

/** How good a score is, as a class of the style sheet; the limits are those of the verdicts. */
export function grade(score: number): 'good' | 'fair' | 'weak' | 'poor' {
  if (score >= 9) return 'good';
  if (score >= 7.5) return 'fair';
  return score >= 6 ? 'weak' : 'poor';
}

export function dial({ score, verdict, environment }: DeploymentReview): Markup {
  const filled = (arc * Math.max(0, Math.min(10, score))) / 10;
  const spoken = `Score ${points(score)} of 10${environment === 'production' ? `: ${verdict}` : ''}`;
  return html`<svg class="dial ${grade(score)}" viewBox="0 0 128 128" width="128" height="128" role="img" aria-label="${spoken}">
<circle class="track" cx="64" cy="64" r="${radius}" fill="none" stroke-width="10" stroke-linecap="round" stroke-dasharray="${round(arc)} ${round(whole)}" transform="rotate(135 64 64)"/>
${filled > 0 && html`<circle class="fill" cx="64" cy="64" r="${radius}" fill="none" stroke-width="10" stroke-linecap="round" stroke-dasharray="${round(filled)} ${round(whole)}" transform="rotate(135 64 64)"/>`}
<text class="number" x="64" y="73" text-anchor="middle" font-size="34">${points(score)}</text>
<text class="of" x="64" y="98" text-anchor="middle" font-size="12">of 10</text>
</svg>`;
}

/** A bar of a score, 0 to 10; what it shows stands beside it in figures. */
export function bar(score: number): Markup {
  const width = Math.round(Math.max(0, Math.min(10, score)) * 20);
  return html`<svg class="bar ${grade(score)}" viewBox="0 0 200 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="200" height="8" rx="4"/>${width > 0 && html`<rect class="fill" width="${width}" height="8" rx="4"/>`}</svg>`;
}

export function verdictText(verdict: Verdict): string {
  return verdict.charAt(0).toUpperCase() + verdict.slice(1);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
