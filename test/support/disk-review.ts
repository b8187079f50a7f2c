import { Project, type Review } from '../../core/index.ts';
import { load } from '../../host/load.ts';
import { checklist } from '../../rules/checklist.ts';
import { images } from '../../rules/facts/images.ts';
import { rules } from '../../rules/index.ts';
import { quickReference } from '../../rules/quick-reference.ts';
import { exampleDay } from '../../scripts/generate/example-review.ts';

export interface DiskReview {
  readonly project: Project;
  readonly review: Review;
  /** Absolute path → text of everything that was read. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Review a folder of the disk as the shells do, on the examples' day. */
export function reviewFolder(folder: string, options: { readonly all?: boolean } = {}): DiskReview {
  const project = new Project({ rules, images, checklist, reference: quickReference, today: exampleDay });
  project.override({ all: options.all ?? false });
  const { review, texts } = load(project, [folder]);
  return { project, review, texts };
}
