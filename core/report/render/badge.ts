import type { Review } from '../../engine/finding.ts';

/** Width of a letter of the badge's font at 11 pixels, on the average of what stands there. */
const letter = 6.6;
const padding = 10;

/** A badge with the lowest score of the production deployments (of all, where there is none), as SVG. */
export function renderBadge({ deployments }: Review): string {
  const production = deployments.filter(({ environment }) => environment === 'production');
  const scores = (production.length > 0 ? production : deployments).map(({ score }) => score);
  const score = scores.length > 0 ? Math.min(...scores) : undefined;
  const value = score === undefined ? 'nothing to review' : `${score.toFixed(1)} / 10`;
  const label = 'seaworthy';
  const left = Math.round(label.length * letter + padding);
  const right = Math.round(value.length * letter + padding);
  const width = left + right;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${label}: ${value}">
  <title>${label}: ${value}</title>
  <clipPath id="r"><rect width="${width}" height="20" rx="3"/></clipPath>
  <g clip-path="url(#r)">
    <rect width="${left}" height="20" fill="#3b4252"/>
    <rect x="${left}" width="${right}" height="20" fill="${color(score)}"/>
  </g>
  <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
    <text x="${left / 2}" y="14">${label}</text>
    <text x="${left + right / 2}" y="14">${value}</text>
  </g>
</svg>
`;
}

/** White text on each of them has a contrast of 4.5 or more. */
function color(score: number | undefined): string {
  if (score === undefined) return '#5c6370';
  if (score >= 9) return '#1f7a3d';
  if (score >= 7.5) return '#4f7a1f';
  return score >= 6 ? '#8a6100' : '#b3261e';
}
