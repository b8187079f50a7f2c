import type { DeployedNginx, Deployment } from '../model/deployment.ts';
import type { NginxFile } from '../parse/nginx-tree.ts';
import { firstLine, type Span, span } from '../text/index.ts';
import type { RunSubject, SubjectKind, Subjects } from './rule.ts';

/** A subject and what the engine has to know about it. */
export interface Asked<K extends SubjectKind = SubjectKind> {
  readonly subject: Subjects[K];
  /** Where a strength of it is shown. */
  readonly at: Span;
  /** The services that it belongs to. */
  readonly services: readonly string[];
  /** A syntax problem lies inside: only tolerant rules look at it. */
  readonly broken: boolean;
  /** Of a directive or an instruction: its name. */
  readonly name?: string;
  /** Of a service: its keys. */
  readonly keys?: ReadonlyMap<string, unknown>;
  /** Of a step: the programs that it calls. */
  readonly programs?: ReadonlySet<string>;
}

/** A step's programs are read when a rule wants to know them. */
class AskedStep implements Asked<'run'> {
  constructor(subject: RunSubject, at: Span, services: readonly string[], broken: boolean) {
    this.subject = subject;
    this.at = at;
    this.services = services;
    this.broken = broken;
  }

  readonly subject: RunSubject;
  readonly at: Span;
  readonly services: readonly string[];
  readonly broken: boolean;

  get programs(): ReadonlySet<string> {
    return this.subject.run.programs;
  }
}

type Lister = (deployment: Deployment) => Iterable<Asked>;

/** How the subjects of each kind are found in a deployment; configuration and suppressions belong to none. */
const listers: Readonly<Record<Exclude<SubjectKind, 'configuration' | 'suppression'>, Lister>> = {
  *compose(deployment) {
    for (const file of deployment.compose?.allFiles ?? []) {
      const at = file.entry('services')?.key.span ?? file.root?.entries[0]?.key.span ?? lineOne(file);
      const subject = { deployment, file, project: deployment.compose! };
      yield { subject, at, services: [], broken: file.problems.length > 0 };
    }
  },
  *service(deployment) {
    for (const one of deployment.services) {
      const { service } = one;
      // Without image and build it is a piece for `docker compose -f a -f b`: what it lacks stands in another file.
      const piece = !service.image && !service.build && service.at('provider') === undefined;
      const { nameSpan: at, value, broken } = service;
      yield { subject: one, at, services: [one.name], broken: broken || piece, keys: value.entries };
    }
  },
  *dockerfile(deployment) {
    for (const dockerfile of deployment.dockerfiles) {
      const { file, source } = dockerfile.dockerfile;
      const at = file.instructions[0]?.nameSpan ?? span(source, 0, source.lineEnd(0));
      const services = dockerfile.services.map((service) => service.name);
      yield { subject: dockerfile, at, services, broken: file.problems.length > 0 };
    }
  },
  *stage(deployment) {
    for (const dockerfile of deployment.dockerfiles) {
      for (const stage of dockerfile.stages) {
        const services = stage.services.map((service) => service.name);
        yield { subject: stage, at: firstLine(stage.stage.from.span), services, broken: stage.stage.broken };
      }
    }
  },
  *instruction(deployment) {
    for (const dockerfile of deployment.dockerfiles) {
      const stageOf = new Map(
        dockerfile.stages.flatMap((stage) =>
          stage.stage.instructions.map((instruction) => [instruction, stage] as const),
        ),
      );
      const runs = dockerfile.dockerfile.stages.flatMap((stage) => stage.runs);
      const runOf = new Map(runs.map((run) => [run.instruction, run] as const));
      for (const instruction of dockerfile.dockerfile.file.instructions) {
        const stage = stageOf.get(instruction);
        const services = stage?.services.map((service) => service.name) ?? [];
        const subject = { deployment, dockerfile, stage, instruction, run: runOf.get(instruction) };
        const { nameSpan: at, broken, name } = instruction;
        yield { subject, at, services, broken, name };
      }
    }
  },
  *run(deployment) {
    for (const dockerfile of deployment.dockerfiles) {
      for (const stage of dockerfile.stages) {
        const services = stage.services.map((service) => service.name);
        for (const run of [...stage.stage.runs, ...stage.stage.triggers]) {
          const { nameSpan: at, broken } = run.instruction;
          const subject = { deployment, dockerfile, stage, run };
          yield new AskedStep(subject, at, services, broken);
        }
      }
    }
  },
  *nginx(deployment) {
    for (const nginx of deployment.nginx) {
      const at = nginx.config.directives[0]?.nameSpan ?? lineOne(nginx.config);
      yield { subject: nginx, at, services: names(nginx), broken: broken(nginx) };
    }
  },
  *server(deployment) {
    for (const nginx of deployment.nginx) {
      for (const server of nginx.config.servers) {
        const subject = { deployment, nginx, server };
        yield { subject, at: server.directive.nameSpan, services: names(nginx), broken: server.broken };
      }
    }
  },
  *location(deployment) {
    for (const nginx of deployment.nginx) {
      for (const server of nginx.config.servers) {
        for (const location of server.locations) {
          const subject = { deployment, nginx, server, location };
          yield { subject, at: location.pathSpan, services: names(nginx), broken: location.broken };
        }
      }
    }
  },
  *directive(deployment) {
    for (const nginx of deployment.nginx) {
      const services = names(nginx);
      for (const directive of nginx.config.walk()) {
        const subject = { deployment, nginx, directive };
        const { nameSpan: at, node, name } = directive;
        yield { subject, at, services, broken: node.broken, name };
      }
    }
  },
  *proxy(deployment) {
    const halfTyped = deployment.composeFiles.some((file) => file.problems.length > 0);
    for (const nginx of deployment.nginx) {
      for (const proxy of nginx.config.proxies) {
        const subject = { deployment, nginx, proxy };
        const at = proxy.hostSpan ?? proxy.directive.nameSpan;
        yield { subject, at, services: names(nginx), broken: halfTyped || broken(nginx) };
      }
    }
  },
  *deployment(deployment) {
    const halfTyped = deployment.composeFiles.some((file) => file.problems.length > 0);
    yield { subject: deployment, at: deployment.span, services: [], broken: halfTyped };
  },
};

/** The subjects of a kind in a deployment. */
export function subjectsOf(kind: SubjectKind, deployment: Deployment): Iterable<Asked> {
  return kind === 'configuration' || kind === 'suppression' ? [] : listers[kind](deployment);
}

function names(nginx: DeployedNginx): readonly string[] {
  return nginx.services.map((service) => service.name);
}

function broken(nginx: DeployedNginx): boolean {
  return nginx.config.files.some((file: NginxFile) => file.problems.length > 0);
}

function lineOne(file: { readonly source: Span['source'] }): Span {
  return span(file.source, 0, file.source.lineEnd(0));
}
