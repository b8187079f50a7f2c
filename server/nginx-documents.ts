import type { Position } from 'vscode-languageserver-protocol';
import { type DeployedNginx, fileKind, type NginxFile, Source } from '../core/index.ts';
import { readNginx } from '../language/nginx/read.ts';
import type { NginxWorkspace, ReadByNginx } from '../language/nginx/workspace.ts';
import type { Session } from './session.ts';
import { pathOfUri } from './uri.ts';

/** Open documents that are nginx's: by the language that the editor gives them, or by their name. */
export class NginxDocuments {
  readonly #session: Session;
  /** Documents that the review has no use for: a fragment whose name says nothing. */
  readonly #others = new Map<string, NginxFile>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** The parsed document; undefined for one that is not open or not nginx's. */
  file(uri: string): NginxFile | undefined {
    const path = pathOfUri(uri);
    const document = this.#session.document(path);
    if (!document || (document.languageId !== 'nginx' && fileKind(path) !== 'nginx')) return undefined;
    const text = document.getText();
    const reviewed = this.#session.project.files.nginx(path);
    if (reviewed?.source.text === text) return reviewed;
    const known = this.#others.get(path);
    if (known?.source.text === text) return known;
    const file = readNginx(new Source(path, text));
    this.#others.set(path, file);
    return file;
  }

  close(uri: string): void {
    this.#others.delete(pathOfUri(uri));
  }

  /** Everything else, as it was last reviewed. */
  get workspace(): NginxWorkspace {
    const { project } = this.#session;
    const { files } = project;
    return {
      file: (path) => files.nginx(path),
      configs: project.nginxConfigs,
      get readers() {
        return project.deployments.flatMap(({ nginx }) => nginx.map(readBy));
      },
      get tree() {
        return files.tree;
      },
    };
  }

  /** The same once all that was asked for has been read. */
  async settled(): Promise<NginxWorkspace> {
    await this.#session.settled();
    return this.workspace;
  }

  /** The same, of the newest texts: where what is answered is written into files. */
  async reviewed(): Promise<NginxWorkspace> {
    await this.#session.settled();
    this.#session.review();
    return this.workspace;
  }
}

/** A tag that moves may bring a newer nginx than is known of: its version is not certain. */
function readBy({ config, version, release, services }: DeployedNginx): ReadByNginx {
  const certain = !release?.moving && version !== undefined && /^\d+\.\d+\.\d+$/.test(version);
  return {
    config,
    version: certain ? version : undefined,
    containers: services.map(({ files }) => files),
  };
}

export function offsetOf(source: Source, { line, character }: Position): number {
  return source.offset(line, character);
}
