import type { DeployedService, Deployment } from '../../core/rule.ts';
import { escaped } from './compose-places.ts';

/** Whether a service speaks to another one by what its file shows: it depends on it, or names it in its environment, command or labels. */
export function uses({ service }: DeployedService, other: string): boolean {
  if (service.dependsOn.some((one) => one.service === other)) return true;
  const name = new RegExp(`(?:^|[^\\w.-])${escaped(other)}(?:$|[^\\w-])`);
  const texts = [
    ...service.environment.map((one) => one.value?.text ?? ''),
    ...(service.command?.argv ?? []),
    ...(service.entrypoint?.argv ?? []),
  ];
  return texts.some((text) => name.test(text));
}

/** Programs that keep jobs in a store. */
const queues =
  /(?:^|[^a-z])(?:celery|sidekiq|resque|bull(?:mq)?|horizon|rq worker|rqworker|dramatiq|huey|arq|queue:work|delayed_job|good_job|asynq)(?:$|[^a-z])/i;

/** A service that keeps jobs in this store, by its command or the names of its variables. */
export function queueUser(store: DeployedService): DeployedService | undefined {
  const deployment: Deployment = store.deployment;
  return deployment.services.find((one) => {
    if (one === store || !uses(one, store.name)) return false;
    const { service } = one;
    const texts = [
      ...(service.command?.argv ?? []),
      ...(service.entrypoint?.argv ?? []),
      ...service.environment.map((variable) => variable.name.replaceAll('_', ' ')),
    ];
    return texts.some((text) => queues.test(text));
  });
}
