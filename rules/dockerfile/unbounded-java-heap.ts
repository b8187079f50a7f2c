import { defineRule, firstLine, skip, span } from '../../core/rule.ts';

export default defineRule({
  id: 'dockerfile/unbounded-java-heap',
  title: 'Java with the default quarter of the memory',
  category: 'resources',
  severity: 'info',
  priority: 3,
  remedy: 'Give the heap its share of the container: `-XX:MaxRAMPercentage=75`.',
  rationale:
    'In a container Java takes a quarter of the memory limit for its heap unless it is told otherwise. ' +
    'Three quarters of what the service may use lie idle, or an old `-Xmx` no longer fits the limit.',
  references: ['https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html'],
  catalogue: ['dockerfile/java-container-flags'],
  production: true,
  on: 'stage',
  bad: `FROM eclipse-temurin:21-jre
COPY app.jar /app.jar
USER nobody
CMD ["java", "-jar", "/app.jar"]
`,
  good: `FROM eclipse-temurin:21-jre
COPY app.jar /app.jar
USER nobody
CMD ["java", "-XX:MaxRAMPercentage=75", "-jar", "/app.jar"]
`,
  *check({ stage, final, services }) {
    const process = [stage.entrypoint, stage.cmd].find(
      (one) => one?.argv[0] === 'java' || /(?:^|\s|\/)java\s/.test(one?.form === 'shell' ? one.argv[0]! : ''),
    );
    if (!final || !process) return skip;
    const bounds = /Xmx|MaxRAM|InitialRAM|MaxHeap|@\S+/;
    const told = [process.argv.join(' '), stage.cmd?.argv.join(' ') ?? ''].some(
      (text) => bounds.test(text) || /\$\{?JAVA/.test(text),
    );
    const variables = ['JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS', '_JAVA_OPTIONS', 'JAVA_OPTS'];
    const set = variables.some(
      (name) => stage.environment.has(name) || services.some((service) => service.variables.has(name)),
    );
    if (told || set) return;
    const { instruction } = process;
    const word = instruction.json?.[0];
    yield {
      at: firstLine(process.span),
      message: 'Java takes a quarter of the memory for its heap here: nothing says how much it may use.',
      ...(word && {
        fix: {
          title: 'Give the heap three quarters of the memory',
          safety: 'review' as const,
          edits: [
            {
              span: span(word.span.source, word.span.end, word.span.end),
              text: ', "-XX:MaxRAMPercentage=75"',
            },
          ],
        },
      }),
    };
  },
});
