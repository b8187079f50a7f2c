/** Ids that rules had before → the id they have now: comments and configurations that name the old one go on working. */
export const renamed: ReadonlyMap<string, string> = new Map<string, string>([]);
