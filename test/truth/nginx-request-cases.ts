/** Configurations whose requests nginx and the walk are asked about: what stands in the http block. */
export const cases: Readonly<Record<string, string>> = {
  names: `
server { listen 80; server_name example.com www.example.com; location / { return 200 "exact"; } }
server { listen 80; server_name *.example.com; location / { return 200 "head"; } }
server { listen 80; server_name *.sub.example.com; location / { return 200 "longer head"; } }
server { listen 80; server_name mail.*; location / { return 200 "tail"; } }
server { listen 80; server_name .dotted.example; location / { return 200 "dotted"; } }
server { listen 80; server_name ~^(?<app>api|shop-\\d+)\\.(.+)$; location / { return 301 https://$app.example.org$request_uri; } }
server { listen 80 default_server; server_name _; location /x { return 403; } return 404; }`,
  'first is default': `
server { listen 80; listen 8080; server_name a.example; add_header X-Who a always; location / { return 204; } }
server { listen 80; server_name b.example; add_header X-Who b; return 403; }
server { listen 8080 default_server; server_name c.example; location / { return 410 "gone"; } }`,
  'location kinds': `
server { listen 80; server_name l.example;
  location / { return 200 root; }
  location = / { return 201 exact; }
  location /docs { return 200 docs; }
  location /docs/ { return 200 docs-slash; }
  location ^~ /docs/raw/ { return 200 raw; }
  location = /docs/raw/x { return 202; }
  location ~ \\.php$ { return 200 php; }
  location ~* \\.(PNG|jpe?g)$ { return 200 image; }
  location ~ ^/docs/(?<page>\\w+)/(\\d+)$ { return 302 /page/$page?n=$2; }
  location /some%20raw { return 200 never; }
}`,
  nested: `
server { listen 80; server_name n.example;
  location /app { add_header X-A a;
    location /app/admin { add_header X-B b; location ~ \\.txt$ { return 200 admin-text; } return 200 admin; }
    location ~ \\.txt$ { return 200 text; }
    location = /app/exact { return 200 exact; }
    return 200 app;
  }
  location ^~ /safe/ { location ~ \\.php$ { return 403; } return 200 safe; }
  location ~ ^/re/ { location ~ \\.png$ { return 200 image; } location ~ deep { return 200 deep; } return 200 re; }
  location ~ \\.png$ { return 204; }
}`,
  files: `
server { listen 80; server_name f.example; root /srv/site; index index.html;
  location / { try_files $uri $uri/ =404; }
  location /folder { add_header X-Folder yes; }
  location /listed/ { autoindex on; alias /srv/site/a/; }
  location = /one { alias /srv/one.txt; }
  location /img { expires 30d; add_header Cache-Control public; }
  location /nothing/ { root /srv/nowhere; }
}`,
  spa: `
server { listen 80; server_name spa.example; root /srv/spa; add_header X-Frame-Options DENY; add_header X-Always yes always;
  location / { try_files $uri $uri/ /index.html; }
  location = /index.html { add_header Cache-Control no-store; }
  location /assets/ { expires max; try_files $uri =404; }
  location /api/ { proxy_pass http://backend:3000/; }
  error_page 404 /404.html;
  error_page 500 502 503 504 /50x.html;
  location = /50x.html { root /srv/errors; internal; }
}`,
  php: `
server { listen 80; server_name php.example; root /srv/php; index index.php index.html;
  location / { try_files $uri $uri/ /index.php?$args; }
  location ~ \\.php$ { try_files $uri =404; fastcgi_pass php:9000; }
  location ~ /\\.(?!well-known) { deny all; }
  location ~* \\.(?:css|js|png)$ { expires 7d; access_log off; add_header X-Static 1; }
}`,
  'named fallback': `
server { listen 80; server_name nf.example; root /srv/rails;
  location / { try_files $uri @app; }
  location /retry { try_files /none @missing; }
  location @app { add_header X-App 1; proxy_set_header Host $host; proxy_pass http://app:3000; }
  location /via { error_page 418 = @app; return 418; }
  location /keep { error_page 418 @app; return 418; }
}`,
  'proxy paths': `
upstream pool { server a:1; server b:2; }
server { listen 80; server_name p.example;
  location /plain { proxy_pass http://pool; }
  location /cut/ { proxy_pass http://pool/; }
  location /cut2 { proxy_pass http://pool/other; }
  location /sub/ { proxy_pass http://app:8080/deep/er/; }
  location = /exact { proxy_pass http://app/to; }
  location ~ ^/re/(.*)$ { proxy_pass http://pool; }
  location /vars/ { set $to /v2; proxy_pass http://pool$to$is_args$args; }
  location /varuri/ { proxy_pass http://pool$request_uri; }
  location /bare/ { set $pool pool; proxy_pass http://$pool; }
  location /rewritten/ { rewrite ^/rewritten/(.*)$ /new/$1 break; proxy_pass http://pool; }
  location /rewritten2/ { rewrite ^/rewritten2/(.*)$ /new/$1?a=1 break; proxy_pass http://pool/base/; }
  location /nostrip/ { rewrite ^/nostrip/(.*)$ /$1? break; proxy_pass http://pool; }
}`,
  'server rewrites': `
server { listen 80; server_name old.example; rewrite ^/old/(.*)$ /new/$1 last; rewrite ^/gone http://new.example/$1? permanent; rewrite ^/re/(.+)$ /red/$1 redirect; rewrite ^/x$ /y; rewrite ^/y$ /z;
  location /new/ { return 200 new; }
  location /z { return 200 z; }
  location / { return 404; }
}
server { listen 80; server_name all.example; return 301 https://$host$request_uri; }
server { listen 80; server_name scheme.example; rewrite ^ $scheme://target.example$uri?from=$host; }
server { listen 80; server_name brk.example; rewrite ^/b/(.*)$ /c/$1 break; rewrite ^ /never last; location /c/ { proxy_pass http://app:1/k/; } location / { return 200 $uri; } }`,
  'location rewrites': `
server { listen 80; server_name lr.example; root /srv/lr;
  location /a/ { rewrite ^/a/(.*)$ /b/$1 last; return 403; }
  location /b/ { rewrite ^/b/(\\d+)$ /c/$1 last; rewrite ^/b/(.*)$ /img/$1 break; }
  location /c/ { return 200 $uri; }
  location /loop { rewrite ^ /loop2 last; }
  location /loop2 { rewrite ^ /loop last; }
  location /q { rewrite ^/q(.*)$ /c/q$1?x=1 last; }
  location /q2 { rewrite ^/q2(.*)$ /c/q$1?x=1? last; }
  location /perm { rewrite ^/perm/(.*)$ /to/$1 permanent; rewrite ^ /c/rest last; }
  location /esc { rewrite ^/esc/(.*)$ /c/x?p=$1 redirect; }
  location /stop { break; rewrite ^ /c/never last; return 404; }
  location /alias/ { alias /srv/lr/img/; rewrite ^ /x break; }
}`,
  conditions: `
map $http_user_agent $is_bot { default 0; ~*googlebot 1; }
server { listen 80; server_name if.example; set $mode plain;
  if ($request_method = POST) { set $mode post; }
  if ($http_cookie ~* "debug=(\\w+)") { set $mode debug-$1; }
  location / { if ($is_bot) { return 403; } return 200 $mode; }
  location /header { add_header X-Outer 1; if ($http_x_debug) { add_header X-Inner 1; } return 200 ok; }
  location /method { if ($request_method !~ ^(GET|HEAD)$) { return 405; } return 204; }
  location /proxied { if ($arg_v = 1) { add_header X-V one; } proxy_pass http://app:1; }
  location /args { if ($args) { rewrite ^ /with? last; } return 200 without; }
  location /with { return 200 with; }
  location /file { root /srv/if; if (-f $request_filename) { return 200 file; } if (-d $request_filename) { return 201; } if (!-e $request_filename) { return 410; } }
  location /two { if ($arg_v) { set $a 1; } if ($mode = plain) { set $a "\${a}2"; } if ($a = 12) { return 202; } return 200; }
}`,
  'error pages': `
server { listen 80; server_name e.example; root /srv/e; error_page 404 =200 /404.html; error_page 403 /denied; error_page 410 https://gone.example/; error_page 405 = @method;
  location / { }
  location /denied { return 200 "denied"; }
  location /forbidden { deny all; }
  location /gone { return 410; }
  location /text { return 403 "no page"; }
  location /own { error_page 403 =401 /denied; return 403; }
  location /moved { error_page 402 =301 https://pay.example/; return 402; }
  location /chain { error_page 404 /gone; return 404; }
  location /rec { recursive_error_pages on; error_page 404 /gone; return 404; }
  location /self { error_page 404 /self; return 404; }
  location /selfrec { recursive_error_pages on; error_page 404 /selfrec; return 404; }
  location @method { return 200 method; }
}`,
  headers: `
add_header X-Http http;
map $uri $policy { default "default-src 'self'"; ~^/admin "none"; /plain ""; }
server { listen 80; server_name h.example; add_header X-Server server always; add_header X-Path $uri;
  location / { return 200 x; }
  location /own { add_header X-Own own; return 200 x; }
  location /fail { add_header X-Fail fail; add_header X-Fail-Always yes always; return 500; }
  location /inherit-fail { return 404; }
  location /admin { add_header Content-Security-Policy $policy; return 200 x; }
  location /plain { add_header Content-Security-Policy $policy; return 200 x; }
  location /created { return 201 x; }
  location /redirect { return 302 /somewhere; }
  location /twice { add_header X-Two 1; add_header X-Two 2; return 200 x; }
}
server { listen 80; server_name h2.example; location / { return 404; } location /ok { return 200 x; } }`,
  access: `
server { listen 80; server_name a.example; root /srv/a;
  location /local { allow 127.0.0.0/8; deny all; try_files $uri =204; }
  location /far { allow 10.0.0.0/8; deny all; return 200 returns-come-first; }
  location /far2 { allow 10.0.0.0/8; deny all; }
  location /pass { auth_basic "x"; auth_basic_user_file p; }
  location /any { satisfy any; allow 127.0.0.1; deny all; auth_basic "x"; auth_basic_user_file p; }
  location /any2 { satisfy any; deny all; auth_basic "x"; auth_basic_user_file p; }
  location /limited { limit_except GET { deny all; } proxy_pass http://app:1; }
  location /limited2 { limit_except POST { deny 127.0.0.1; } rewrite ^/limited2(.*) /local$1 last; }
  location /internal { internal; return 200 inside; }
  location /to-internal { rewrite ^ /internal last; }
  deny 127.0.0.1;
  location / { }
}`,
  redirects: `
server { listen 80; server_name r.example; location / { return 301 https://$host$request_uri; } location ^~ /.well-known/acme-challenge/ { root /srv/acme; } }
server { listen 443 ssl; server_name r.example; ssl_certificate c; ssl_certificate_key k; add_header Strict-Transport-Security "max-age=63072000" always;
  location /app/ { proxy_pass http://app:1; }
  location /rel { return 302 /app/$1?x=$args; }
  location /abs-off { absolute_redirect off; return 302 /app/; }
  location /port-off { port_in_redirect off; return 302 /app/; }
  location / { return 200 $scheme://$host$uri; } }
server { listen 443 ssl default_server; server_name _; ssl_certificate c; ssl_certificate_key k; error_page 497 =307 https://$host:8443$request_uri; return 404; }`,
  'rejected handshake': `
server { listen 443 ssl default_server; ssl_reject_handshake on; }
server { listen 443 ssl; server_name t.example; ssl_certificate c; ssl_certificate_key k; location / { return 200 t; } }
server { listen 80; server_name t.example; return 308 https://t.example$request_uri; }`,
  slashes: `
server { listen 80; server_name s.example; merge_slashes off; location / { return 200 $uri; } location //double { return 201 $uri; } location ~ // { return 202 $uri; } }
server { listen 80; server_name s2.example; merge_slashes on; location //double { return 201 $uri; } location / { return 200 $uri; } }`,
  'missing slash': `
server { listen 80; server_name m.example; root /srv/m;
  location /app/ { proxy_pass http://app:1/; add_header X-App 1; }
  location /app.old { return 200 old; }
  location /fcgi/ { fastcgi_pass php:9000; }
  location /files/ { return 200 files; }
  location ~ ^/app$ { return 200 never; }
  location /both { return 200 both; }
  location /both/ { proxy_pass http://app:1; }
  location = /ex/ { proxy_pass http://app:1; }
  location / { return 404; }
}`,
  variables: `
map $host $backend { hostnames; default app-a; .b.example app-b; *.c.example app-c; v.* app-v; }
map "$request_method:$uri" $rule { default none; GET:/x exact; ~^POST:/(?<rest>.*)$ "post $rest"; }
server { listen 80; server_name v.example sub.b.example q.c.example;
  location / { return 200 "$backend $rule"; add_header X-Backend $backend; add_header X-Rule $rule; }
  location /args { add_header X-A "$arg_a|$args|$is_args|$query_string"; add_header X-U "$request_uri|$uri|$document_uri"; add_header X-H "$host|$http_host|$server_port|$scheme|$request_method"; return 200 x; }
  location ~ ^/cap/(?<first>[a-z]+)/(.*)$ { add_header X-Cap "$first|$1|$2"; return 200 x; }
  location /agent { add_header X-Agent "$http_user_agent" always; add_header X-Cookie $cookie_session; return 200 x; }
  location /root { root /srv/v; add_header X-Root "$document_root|$request_filename"; return 200 x; }
}`,
  patterns: `
server { listen 80; server_name re.example;
  location ~ "^/id/[0-9]{2,4}$" { return 200 id; }
  location ~ (?i)^/upper$ { return 200 upper; }
  location ~ ^/(?:en|de)(?:/|$) { return 200 lang; }
  location ~ ^/not/(?!admin) { return 200 not; }
  location ~ ^/cls/[[:alpha:]]+[^]x]$ { return 200 class; }
  location ~ ^/nl/a.b$ { return 200 dot; }
  location ~ /\\.ht { return 403; }
  location ~* ^/.+\\.(?:bak|conf|sql)$ { return 404; }
  location ~ ^/w/\\w+\\s\\d*$ { return 200 white; }
  location / { return 200 none; }
}`,
  aliases: `
server { listen 80; server_name al.example; root /srv/al;
  location /static { alias /srv/files; }
  location /static2/ { alias /srv/files/static/; try_files $uri /static2/file.txt; }
  location ~ ^/media/(.+)$ { alias /srv/files/$1; }
  location /nested/ { alias /srv/files/; location ~ \\.png$ { expires -1; } }
  location /try/ { alias /srv/files/; try_files $uri $uri/ =404; }
  location /index/ { alias /srv/files/; index none.html index.php; }
  location / { }
}`,
  'index redirects': `
server { listen 80; server_name i.example; root /srv/i; index none.htm index.php index.html;
  location / { }
  location = /index.php { return 200 php; }
  location /folder/ { index /fixed; }
  location /fixed { return 200 fixed; }
  location /empty/ { index none; }
  location /a/ { autoindex on; index none; }
  location ~ \\.html$ { add_header X-Html 1; }
}`,
  wordpress: `
upstream php { server unix:/run/php.sock; }
server { listen 80; server_name wp.example; root /srv/wp; index index.php;
  location = /favicon.ico { log_not_found off; access_log off; }
  location = /robots.txt { allow all; log_not_found off; }
  location ~ /\\. { deny all; }
  location ~* /(?:uploads|files)/.*\\.php$ { deny all; }
  location / { try_files $uri $uri/ /index.php?$args; }
  rewrite /wp-admin$ $scheme://$host$request_uri/ permanent;
  location ~ [^/]\\.php(/|$) { if (!-f $document_root$uri) { return 404; } fastcgi_pass php; }
  location ~* \\.(js|css|png)$ { expires max; log_not_found off; }
  location /wp-admin { return 200 admin; }
}`,
  maintenance: `
server { listen 80; server_name mt.example; root /srv/mt;
  error_page 503 @maintenance;
  if (-f $document_root/404.html) { set $down 1; }
  if ($uri ~ ^/img/) { set $down 0; }
  if ($down) { return 503; }
  location / { try_files $uri =404; }
  location @maintenance { rewrite ^ /50x.html break; add_header Retry-After 120 always; }
}`,
  'health and status': `
server { listen 8080; server_name hs.example;
  location = /health { access_log off; default_type text/plain; return 200 "ok\\n"; }
  location = /status { stub_status; allow 127.0.0.1; deny all; }
  location = /pixel { empty_gif; expires epoch; }
  location /closed { return 444; }
  location /teapot { return 418 "short and stout"; }
  location / { return 301 http://$host:8080/health; }
}`,
  'no locations': `
server { listen 80; server_name none.example; root /srv/none; add_header X-None 1; }
server { listen 80; server_name none2.example; root /srv/none; try_files $uri /index.html; }
server { listen 80; server_name none3.example; location = /only { return 200 only; } }`,
  websocket: `
map $http_upgrade $connection_upgrade { default upgrade; '' close; }
upstream api { server api:8000; keepalive 8; }
server { listen 80; server_name ws.example; client_max_body_size 5m;
  location /ws/ { proxy_pass http://api; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade; }
  location /api { proxy_pass http://api; add_header X-Connection $connection_upgrade always; }
  location /api/v1/ { proxy_pass http://api/internal/v1/; }
  location / { return 308 https://$host$request_uri; }
}`,
  'regex captures': `
server { listen 80; server_name ~^(?<sub>[a-z]+)\\.regex\\.example$;
  location ~ "^/(?<year>\\d{4})/(?<slug>[^/]+)/?$" { return 302 https://$sub.example.org/$slug?y=$year&h=$1; }
  location ~* "^/([a-z]{2})/" { rewrite "^/([a-z]{2})/(.*)$" /$2?lang=$1 last; }
  location / { return 200 "$sub $uri $args"; }
}`,
  'deep redirects': `
server { listen 80; server_name d.example; root /srv/d;
  location /one { error_page 404 = /two$uri; return 404; }
  location /two { recursive_error_pages on; error_page 404 = @three; return 404; }
  location @three { recursive_error_pages on; error_page 500 502 /three.html; return 500; }
  location = /three.html { return 200 three; }
  location /try { try_files /none /one; }
  location /try2 { try_files /none /img/logo.png; }
  location /try3 { try_files /none /try3; }
  location /named { try_files /none @self; }
  location @self { try_files /none @self; }
  location /named2 { try_files /none @move; }
  location @move { rewrite ^ /img/logo.png last; }
}`,
};
