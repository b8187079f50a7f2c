/** A deployment whose nginx is spread over a main file, sites, snippets and a template, as images and mounts make it usual. */
export const nginxProject: Readonly<Record<string, string>> = {
  'compose.yaml': `services:
  proxy:
    image: nginx:1.24.0
    ports: ["80:80"]
    volumes:
      - ./nginx/nginx.conf:/etc/nginx/nginx.conf:ro
      - ./nginx/sites:/etc/nginx/conf.d:ro
      - ./nginx/snippets:/etc/nginx/snippets:ro
  shop:
    image: shop:1.4.2
`,
  'nginx/nginx.conf': `user nginx;
worker_processes auto;

events {
    worker_connections 1024;
}

http {
    log_format short '$remote_addr "$request" $status';
    limit_req_zone $binary_remote_addr zone=login:10m rate=5r/m;

    map $http_upgrade $connection_upgrade {
        default upgrade;
        ''      close;
    }

    upstream shop {
        server shop:3000;
        keepalive 16;
    }

    include /etc/nginx/conf.d/*.conf;
}
`,
  'nginx/sites/shop.conf': `server {
    listen 80;
    server_name shop.example www.shop.example;
    access_log /var/log/nginx/access.log short;

    location / {
        proxy_pass http://shop;
        include /etc/nginx/snippets/proxy.conf;
        error_page 502 504 = @away;
    }

    location = /login {
        limit_req zone=login burst=5;
        proxy_pass http://shop;
        include /etc/nginx/snippets/proxy.conf;
    }

    location ~ \\.php$ {
        return 404;
    }

    location @away {
        return 503;
    }
}
`,
  'nginx/snippets/proxy.conf': `proxy_http_version 1.1;
proxy_set_header Host $host;
proxy_set_header Upgrade $http_upgrade;
proxy_set_header Connection $connection_upgrade;
`,
  'nginx/templates/site.conf.template': `server {
    listen \${PORT};
    server_name \${NGINX_HOST};

    location / {
        proxy_pass http://\${BACKEND}:3000;
    }
}
`,
  'nginx/templates/api.conf.j2': `server {
    {% if tls %}
    listen 443 ssl;
    {% endif %}
    server_name {{ names | join(' ') }};
}
`,
};
