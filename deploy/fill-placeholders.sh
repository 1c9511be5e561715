#!/bin/sh
# Prints an Alertmanager configuration with the placeholders of example.com filled in.
#
#   SMTP_SMARTHOST=mail.acme.org:587 SMTP_FROM=alerts@acme.org MAIL_DOMAIN=acme.org \
#     sh deploy/fill-placeholders.sh alertmanager/alertmanager.yml > /etc/alertmanager/alertmanager.yml
#
# SMTP_SMARTHOST  host and port of the mail relay
# SMTP_FROM       sender of the mails, and the account at the relay
# MAIL_DOMAIN     domain of the teams' addresses
set -eu
: "${SMTP_SMARTHOST:?host:port of the mail relay}"
: "${SMTP_FROM:?address of the sender}"
: "${MAIL_DOMAIN:?domain of the addresses of the teams}"

for value in "$SMTP_SMARTHOST" "$SMTP_FROM" "$MAIL_DOMAIN"; do
  case $value in
    *[!A-Za-z0-9.:@_+-]*) echo "fill-placeholders: \"$value\" is no host, address or domain" >&2; exit 1 ;;
  esac
done

# Comments keep their examples.
sed \
  -e '/^#/b' \
  -e "s/smtp\.example\.com:587/$SMTP_SMARTHOST/" \
  -e "s/alertmanager@example\.com/$SMTP_FROM/" \
  -e t \
  -e "s/@example\.com/@$MAIL_DOMAIN/" \
  "$1"
