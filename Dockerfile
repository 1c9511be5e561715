# The published package on Debian's slim image of Node, for CI that starts from containers:
#
#   npm pack && docker build --build-arg TARBALL=rulecheck-0.1.0.tgz -t rulecheck .
#   docker run --rm -v "$PWD:/work" rulecheck lint
#
# It runs without root and needs no network. Whatever user the container is given, HOME is one that all may write.
ARG NODE=24
FROM node:${NODE}-slim
ARG TARBALL=rulecheck-*.tgz
# git: for --since. The package has no dependencies, and no script of it runs.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends git \
  && rm -rf /var/lib/apt/lists/*
COPY ${TARBALL} /tmp/rulecheck.tgz
RUN npm install --global --ignore-scripts --no-audit --no-fund /tmp/rulecheck.tgz \
  && rm -rf /tmp/rulecheck.tgz /root/.npm
USER node
ENV HOME=/home/node
# promtool and amtool confirm what the embedded engines say: "docker build --build-arg TOOLS=true" brings them.
ARG TOOLS=false
RUN if [ "$TOOLS" = true ]; then rulecheck tools install; fi
# What V8 has compiled after a first run starts every container sooner.
RUN mkdir /tmp/warm \
  && printf 'groups: [{ name: g, rules: [{ alert: A, expr: up == 0 }] }]\n' > /tmp/warm/rules.yml \
  && printf 'alert: A\nscenarios: [{ name: s, series: { up: 0x20 }, expect: [{ at: 2m, state: firing }] }]\n' > /tmp/warm/A.yml \
  && cd /tmp/warm \
  && rulecheck --engine embedded --fail-on never . \
  && rm -r /tmp/warm
# A mounted checkout belongs to somebody else, and git refuses it otherwise.
RUN git config --global --add safe.directory /work
WORKDIR /work
ENTRYPOINT ["rulecheck"]
CMD ["check"]
