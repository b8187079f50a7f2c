/** The face for the shells (server, CLI, scripts): text in, findings out. */
export { removeYaml, setYaml } from './edit/yaml.ts';
export type { ChecklistEntry, ChecklistItem } from './engine/checklist.ts';
export * from './engine/finding.ts';
export { type FileWish, Project, type ProjectOptions, type ReviewOverrides } from './engine/project.ts';
export type { ReferenceCommand, ReferencePart } from './engine/quick-reference.ts';
export {
  type AskedRequest,
  explainRequest,
  parseRequestUrl,
  type RequestExplanation,
} from './engine/request.ts';
export { type RequestsHere, requestsTo } from './engine/request-place.ts';
export type * from './engine/rule.ts';
export { scoreVersion } from './engine/score.ts';
export type { DeployedNginx } from './model/deployment.ts';
export { type FileKind, fileKind } from './model/file-kind.ts';
export type { FileTree } from './model/file-tree.ts';
export {
  type ImageFacts,
  type ImageKnowledge,
  type ImageReference,
  parseImageReference,
} from './model/image.ts';
export type { NginxConfig } from './model/nginx.ts';
export type { ProjectReader } from './model/reader.ts';
export type { NginxFile } from './parse/nginx-tree.ts';
export {
  applyEdits,
  type CreateFile,
  type Edit,
  folderOf,
  isCreate,
  isInside,
  joinPath,
  nameOf,
  normalizePath,
  type Position,
  relativePath,
  Source,
  type Span,
  type TextEdit,
} from './text/index.ts';
