import type { DeployedStage, Fix } from '../../core/rule.ts';
import { assemble } from './split-assembly.ts';
import { splitDotnet, splitGo, splitJava, splitRust } from './split-compiled.ts';
import { splitNode, splitPhp, splitPython } from './split-interpreted.ts';
import { shapeOf } from './split-shape.ts';

const ways = [splitGo, splitRust, splitJava, splitDotnet, splitNode, splitPython, splitPhp];

/** Takes a Dockerfile of one stage apart into one that builds and one that runs, where all that is in it is understood. */
export function splitStages(deployed: DeployedStage): Fix | undefined {
  const shape = shapeOf(deployed);
  if (!shape) return undefined;
  for (const way of ways) {
    const split = way(shape);
    if (split) return assemble(shape, split);
  }
  return undefined;
}
