/** One command line for a deployment, and what it is for. Nothing runs it but people. */
export interface ReferenceCommand {
  readonly does: string;
  /** A line for a shell on the server, in the deployment's folder. */
  readonly command: string;
}

/** What is needed at one occasion. */
export interface ReferencePart {
  /** Unique in a reference; letters and hyphens. */
  readonly id: string;
  readonly title: string;
  /** What to know before; sentences with code between backticks. */
  readonly notes: readonly string[];
  readonly commands: readonly ReferenceCommand[];
}
