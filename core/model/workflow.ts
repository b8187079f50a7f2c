import type { YamlFile, YamlMap, YamlNode, YamlScalar } from '../parse/yaml-tree.ts';
import type { Source } from '../text/index.ts';

/** A step of a GitHub job; of GitLab, one line or block of a job's script. */
export interface WorkflowStep {
  /** `owner/action@ref`, as written. */
  readonly uses: YamlScalar | undefined;
  /** Shell text. */
  readonly run: YamlScalar | undefined;
  /** A value of its `with`. */
  input(name: string): YamlScalar | undefined;
}

/** A GitHub workflow or a `.gitlab-ci.yml`, as far as it says what is run. */
export interface Workflow {
  readonly source: Source;
  readonly steps: readonly WorkflowStep[];
  /** Some of what is run stands elsewhere: a reusable workflow, an action of the repository's own, an include. */
  readonly continuesElsewhere: boolean;
}

/**
 * Source: docs.github.com "Workflow syntax for GitHub Actions", docs.gitlab.com "CI/CD YAML syntax reference". 2026-11.
 * @param github otherwise GitLab's form.
 */
export function readWorkflow(yaml: YamlFile, github: boolean): Workflow {
  const root = mapOf(yaml.documents[0]);
  const jobs = github ? (mapOf(entry(root, 'jobs'))?.entries ?? []) : (root?.entries ?? []);
  const maps = jobs.flatMap((job) => mapOf(job.value) ?? []);
  const steps = github ? maps.flatMap(githubSteps) : maps.flatMap(gitlabSteps);
  const elsewhere = github
    ? maps.some((job) => entry(job, 'uses') !== undefined) ||
      steps.some(({ uses }) => uses?.text.startsWith('./'))
    : entry(root, 'include') !== undefined || maps.some((job) => entry(job, 'trigger') !== undefined);
  return { source: yaml.source, steps, continuesElsewhere: elsewhere };
}

function githubSteps(job: YamlMap): readonly WorkflowStep[] {
  return items(entry(job, 'steps')).flatMap((item) => {
    const step = mapOf(item);
    if (!step) return [];
    const inputs = mapOf(entry(step, 'with'));
    return [
      {
        uses: scalarOf(entry(step, 'uses')),
        run: scalarOf(entry(step, 'run')),
        input: (name: string) => scalarOf(entry(inputs, name)),
      },
    ];
  });
}

function gitlabSteps(job: YamlMap): readonly WorkflowStep[] {
  return ['before_script', 'script', 'after_script']
    .flatMap((key) => {
      const value = entry(job, key);
      return value?.kind === 'scalar' ? [value] : items(value).flatMap((item) => scalarOf(item) ?? []);
    })
    .map((run) => ({ uses: undefined, run, input: () => undefined }));
}

function entry(map: YamlMap | undefined, key: string): YamlNode | undefined {
  return map?.entries.find((one) => one.key.text === key)?.value;
}

function items(node: YamlNode | undefined): readonly YamlNode[] {
  const meant = node?.kind === 'alias' ? node.target : node;
  return meant?.kind === 'sequence' ? meant.items : [];
}

function mapOf(node: YamlNode | undefined): YamlMap | undefined {
  const meant = node?.kind === 'alias' ? node.target : node;
  return meant?.kind === 'map' ? meant : undefined;
}

function scalarOf(node: YamlNode | undefined): YamlScalar | undefined {
  const meant = node?.kind === 'alias' ? node.target : node;
  return meant?.kind === 'scalar' ? meant : undefined;
}
