import { defineRule, skip } from '../../core/rule.ts';
import { deprecationOf } from '../facts/deprecated-images.ts';

export default defineRule({
  id: 'dockerfile/deprecated-base-image',
  title: 'Base image that its makers gave up',
  category: 'supply-chain',
  severity: 'warning',
  priority: 1,
  remedy: 'Build on the image that took its place.',
  rationale:
    'An image that is no longer built gets no fixes, however often yours is built anew. ' +
    'Moved images are taken away some day, and the build stops with them.',
  references: ['https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often'],
  catalogue: ['dockerfile/deprecated-base'],
  on: 'stage',
  bad: `FROM openjdk:21-jdk-slim
COPY app.jar /app.jar
USER nobody
CMD ["java", "-XX:MaxRAMPercentage=75", "-jar", "/app.jar"]
`,
  good: `FROM eclipse-temurin:21-jre
COPY app.jar /app.jar
USER nobody
CMD ["java", "-XX:MaxRAMPercentage=75", "-jar", "/app.jar"]
`,
  *check({ stage, needed }) {
    const reference = stage.base.kind === 'image' ? stage.base.reference : undefined;
    if (!reference || !needed) return skip;
    const found = deprecationOf(reference);
    if (!found) return;
    yield {
      at: stage.base.span,
      tag: 'deprecated',
      message: `The base image "${reference.repository}" ${found.what}; use ${found.instead}.`,
    };
  },
});
