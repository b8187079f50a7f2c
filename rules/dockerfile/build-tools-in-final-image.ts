import { type DeployedStage, defineRule, firstLine, skip } from '../../core/rule.ts';
import { endOfLife } from '../facts/end-of-life.ts';
import { buildCommand, compilerPackages } from '../shared/build-tools.ts';
import { splitStages } from '../shared/stage-split.ts';

export default defineRule({
  id: 'dockerfile/build-tools-in-final-image',
  title: 'Build tools in the final image',
  category: 'supply-chain',
  severity: 'warning',
  priority: 2,
  remedy: 'Build in a stage of its own and copy only what it made into the final one.',
  strength: 'Multi-stage builds keep build tools out of the images',
  rationale:
    'Compilers, bundlers and sources are not needed to run what they made. In the final image they multiply its size, come along on every pull, and give an intruder the tools to build more. ' +
    'A first stage may hold all of it; `COPY --from` takes the result.',
  references: [
    'https://docs.docker.com/build/building/multi-stage/',
    'https://docs.docker.com/build/building/best-practices/#use-multi-stage-builds',
  ],
  catalogue: ['dockerfile/multi-stage'],
  production: true,
  on: 'stage',
  bad: `FROM golang:1.26
WORKDIR /src
COPY go.mod main.go ./
RUN go build -o /server .
USER nobody
CMD ["/server"]
`,
  good: `FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod main.go ./
RUN go build -o /server .

FROM gcr.io/distroless/base-debian13:nonroot
WORKDIR /src
COPY --from=build /server /server
USER nobody
CMD ["/server"]
`,
  *check(deployed, { today }) {
    if (!deployed.final || deployed.stage.runs.length === 0) return skip;
    const found = buildCommand(deployed) ?? compilerPackages(deployed);
    if (!found) return;
    yield {
      at: firstLine(found.at),
      message: found.message,
      fix: () => (isEnded(deployed, today) ? undefined : splitStages(deployed)),
    };
  },
});

/** The runtime image would be one of the same release, which has ended: that is to be raised first. */
function isEnded({ base }: DeployedStage, today: string): boolean {
  if (base?.version === undefined || !/^(?:dotnet|temurin)$/.test(base.product)) return false;
  const end = endOfLife(base.product, base.version, today);
  return end !== undefined && end.eol <= today;
}
