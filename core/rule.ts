/** The face for rule authors: everything that a file in rules/ may import from the engine. */
export { closest, nearest } from './analysis/closest.ts';
export { type PolicyFlaw, policyFlaws } from './analysis/content-security-policy.ts';
export { coversPaths, type Pattern, pathsOf, readPattern } from './analysis/pattern.ts';
export * from './edit/index.ts';
export type { ChecklistItem } from './engine/checklist.ts';
export type { ReferenceCommand, ReferencePart } from './engine/quick-reference.ts';
export {
  type AnyRule,
  type Category,
  defineRule,
  type Fix,
  type InstructionSubject,
  type Observation,
  type Related,
  type RunSubject,
  skip,
} from './engine/rule.ts';
export {
  type AcmeClient,
  type Certificates,
  type CertificateUse,
  certificatesOf,
  sameMount,
} from './model/certificates.ts';
export type * from './model/compose.ts';
export { type ContainerPlace, temporaryFolders } from './model/container-place.ts';
export type * from './model/deployment.ts';
export type * from './model/dockerfile.ts';
export { parseDuration } from './model/duration.ts';
export { envNames } from './model/env-names.ts';
export { isExampleEnvFile, nameTag } from './model/file-kind.ts';
export type * from './model/image.ts';
export { parseImageReference } from './model/image.ts';
export type * from './model/nginx.ts';
export {
  compareVersions,
  effective,
  effectiveHeaders,
  inheritedFrom,
  type ProxyHeader,
  proxyHeaders,
  versionAtLeast,
} from './model/nginx-config.ts';
export { locationFor, serverFor } from './model/nginx-match.ts';
export {
  type NginxRequest,
  type RequestAnswer,
  type RequestOutcome,
  type SentHeader,
  walkRequest,
} from './model/nginx-request.ts';
export {
  hasOption,
  type PackageAction,
  type PackageCall,
  type PackageManager,
  type PackageOption,
  packageCall,
} from './model/package-commands.ts';
export { type ProcessText, processText } from './model/process-text.ts';
export { networksOf, shareNetwork } from './model/reachability.ts';
export { type Entrance, type Hop, ownNames, type Routes, routesOf, serviceOfHost } from './model/routes.ts';
export { formatSize, parseSize } from './model/size.ts';
export {
  type DeploymentVariables,
  deploymentVariables,
  scriptsAround,
  topFolder,
  type UsedVariable,
} from './model/variables.ts';
export { wordsOf } from './model/words.ts';
export type { Workflow, WorkflowStep } from './model/workflow.ts';
export type { DockerfileInstruction, DockerfileWord } from './parse/dockerfile-tree.ts';
export type { DotenvEntry, DotenvFile } from './parse/dotenv.ts';
export type { NginxArgument, NginxComment, NginxFile, NginxNode } from './parse/nginx-tree.ts';
export type {
  ShellCall,
  ShellCommand,
  ShellPipeline,
  ShellScope,
  ShellScript,
  ShellWord,
} from './parse/shell-tree.ts';
export type { YamlEntry, YamlFile, YamlMap, YamlNode, YamlScalar, YamlSequence } from './parse/yaml-tree.ts';
export {
  type Edit,
  firstLine,
  folderOf,
  isInside,
  joinPath,
  nameOf,
  relativePath,
  type Source,
  type Span,
  type Spanned,
  span,
  type TextEdit,
  textOf,
} from './text/index.ts';
