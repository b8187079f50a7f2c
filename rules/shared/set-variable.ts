import { type DeployedStage, type Fix, insertInstruction, keyword, type Stage } from '../../core/rule.ts';

/** Whether a variable is set where an image runs: in the image itself, or by every service that runs it. */
export function isSetAtRunTime({ stage, services }: DeployedStage, name: string): boolean {
  if (stage.environment.has(name)) return true;
  return services.length > 0 && services.every(({ variables }) => variables.has(name));
}

/** An ENV right before the stage says what it starts, so that no step of the build sees it. */
export function setVariable(stage: Stage, text: string): Fix | undefined {
  const starts = stage.instructions.find(({ name }) =>
    /^(?:USER|EXPOSE|HEALTHCHECK|ENTRYPOINT|CMD)$/.test(name),
  );
  const last = stage.instructions.at(-1)!;
  // Behind the last step that runs something: it must not change what is built.
  const lastRun = stage.instructions.findLast(({ name }) => name === 'RUN');
  const place = starts && (!lastRun || starts.span.start > lastRun.span.start) ? starts : undefined;
  const command = stage.instructions.findLast(({ name }) => name === 'ENTRYPOINT' || name === 'CMD');
  const before =
    place ?? (command && (!lastRun || command.span.start > lastRun.span.start) ? command : undefined);
  const at = before ?? last;
  return {
    title: `Set ${text}`,
    safety: 'review',
    edits: insertInstruction(at, [`${keyword(at, 'ENV')} ${text}`], before ? 'before' : 'after'),
  };
}
