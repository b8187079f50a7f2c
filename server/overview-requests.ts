import { type CompareContext, compareWithCommit } from './compare.ts';
import { exported } from './export.ts';
import { findingActions, overview } from './overview.ts';
import {
  type CompareParams,
  type CompareResult,
  compareRequest,
  type ExportParams,
  type ExportResult,
  exportRequest,
  type FindingActionsParams,
  type FindingActionsResult,
  findingActionsRequest,
  type Overview,
  overviewRequest,
} from './protocol-overview.ts';

/** Answer for the side bar, the export and the comparison: none of it is worked out before it is asked for. */
export function answerOverviews(context: CompareContext): void {
  const { connection, session, today } = context;
  connection.onRequest(overviewRequest, async (): Promise<Overview> => {
    await session.settled();
    return overview(session.review(), session);
  });
  connection.onRequest(
    findingActionsRequest,
    async (params: FindingActionsParams): Promise<FindingActionsResult> => {
      await session.settled();
      return { actions: findingActions(params, session.review()) };
    },
  );
  connection.onRequest(exportRequest, async (params: ExportParams): Promise<ExportResult> => {
    await session.settled();
    return { text: exported(params, session, today()) };
  });
  connection.onRequest(
    compareRequest,
    (params: CompareParams): Promise<CompareResult> => compareWithCommit(params, context),
  );
}
