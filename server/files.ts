/** A file's text, or why it could not be read; undefined where there is no such file. */
export type FileText = { readonly text: string } | { readonly problem: string } | undefined;

export interface Listed {
  readonly paths: readonly string[];
  /** Nothing was left out: what is not among the paths is not there. */
  readonly whole: boolean;
  /** Paths that are there by name only: the same files are listed at their own places. */
  readonly aliases: ReadonlySet<string>;
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/** Where closed files come from: the disk, or an editor that reads them for us. */
export interface Files {
  /**
   * The files below a folder; a file is its own list, and where nothing is there the list is empty.
   * @param limit files and folders looked at before the listing gives up.
   */
  list(path: string, limit?: number): Promise<Listed>;
  read(path: string): Promise<FileText>;
  /** Paths of files in the folders above that may hold for a folder: configuration, git's ignore files. */
  above(folder: string): readonly string[];
}

export const nothingListed: Listed = { paths: [], whole: false, aliases: new Set(), problems: [] };

/** No files but those that are open. */
export const noFiles: Files = {
  list: async () => nothingListed,
  read: async () => undefined,
  above: () => [],
};
