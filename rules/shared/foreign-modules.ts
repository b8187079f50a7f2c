import type { DeployedNginx } from '../../core/rule.ts';

/**
 * What directives begin with that modules outside nginx's documentation bring: OpenResty and its family, headers-more, brotli, zstd,
 * ModSecurity, RTMP, VTS, PageSpeed, GeoIP2, echo, LDAP, Passenger, NAXSI and others, by their READMEs (2026-07).
 */
const foreign =
  /^(?:more_|lua_|\w+_by_(?:lua|njs)|brotli|unbrotli|zstd|modsecurity|rtmp|vhost_traffic_|pagespeed|geoip2|echo|auth_ldap|set_|srcache_|redis|memc_|passenger|fancyindex|upload_|push_stream|nchan_|vod_|testcookie_|naxsi|opentracing|opentelemetry|subs_filter|replace_filter|check|cache_purge|auth_pam|upstream_|mruby_|headers_|shib_|waf|crowdsec)/i;

/** A name that a module may have brought. */
export function isForeignName(name: string): boolean {
  return foreign.test(name);
}

/** Whether it is the official image's nginx, with the modules that it comes with and no others. */
export function isPlainNginx({ config, services }: DeployedNginx): boolean {
  return (
    services.length > 0 &&
    !loadsModules(config) &&
    services.every(({ image, built }) => !built && image?.product === 'nginx')
  );
}

/** Whether modules are loaded; what they bring is not known. */
export function loadsModules(config: DeployedNginx['config']): boolean {
  return (
    config.all('load_module').length > 0 ||
    config.all('include').some(({ args }) => /modules/.test(args[0]?.text ?? ''))
  );
}
