import type { DeployedService, Deployment } from './deployment.ts';

/** Profiles by whose names a service is run by hand, not kept up. */
const toolProfile =
  /^(?:tools?|cli|debug|init|setup|migrat\w*|seed|jobs?|tasks?|manual|backup|test\w*|dev\w*|admin)$/;

/** Commands that end by themselves. */
const endingCommand =
  /^(?:npm run (?:migrat|seed|build|setup)\S*|(?:npx )?(?:prisma (?:migrate|db)|knex migrate|sequelize|typeorm migration)\b.*|alembic upgrade\b.*|(?:python3? )?manage\.py (?:migrate|collectstatic|createsuperuser)\b.*|(?:bin\/)?rails db:\S+|(?:bundle exec )?rake \S+|php artisan migrate\b.*|flyway .*migrate.*|liquibase .*update.*|mc (?:mb|alias|anonymous)\b.*|chown\b.*|chmod\b.*|(?:migrate|init|setup|seed)(?:\s.*)?)$/;

/** Whether a service runs to an end: nothing to restart, watch or keep healthy. */
export function isOneShot(deployed: DeployedService): boolean {
  const { service, deployment } = deployed;
  if (deployment.derive(awaitedToEnd).has(service.name)) return true;
  if (service.profiles.length > 0 && service.profiles.every((profile) => toolProfile.test(profile)))
    return true;
  const restart = service.scalar('restart');
  if (restart && (restart.value === false || restart.text === 'no')) return true;
  if (service.scalar('deploy', 'restart_policy', 'condition')?.text === 'none') return true;
  if (/^(?:replicated|global)-job$/.test(service.scalar('deploy', 'mode')?.text ?? '')) return true;
  const argv = [...(service.entrypoint?.argv ?? []), ...(service.command?.argv ?? [])];
  // `migrate && serve` goes on serving.
  if (argv.length > 0)
    return endingCommand.test(
      shellBody(argv)
        .split(/&&|\|\||;/)
        .at(-1)!
        .trim(),
    );
  return !deployed.built && deployed.image?.oneShot === true;
}

/** Services that another one waits for with `service_completed_successfully`. */
function awaitedToEnd(deployment: Deployment): ReadonlySet<string> {
  const dependencies = deployment.services.flatMap((service) => service.service.dependsOn);
  return new Set(
    dependencies
      .filter((one) => one.condition === 'service_completed_successfully')
      .map((one) => one.service),
  );
}

/** The script of `sh -c '…'`, else the words. */
function shellBody(argv: readonly string[]): string {
  const shell = /(?:^|\/)(?:ba|da|a)?sh$/.test(argv[0] ?? '') && /^-\w*c$/.test(argv[1] ?? '');
  return (shell ? (argv[2] ?? '') : argv.join(' ')).trim();
}
