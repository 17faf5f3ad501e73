-- Of an address that alerts are sent to, deliveries keep its host: what comes after it may be a secret.
UPDATE "alert_delivery" SET "url" = regexp_replace("url", '^https?://([^/?#]*).*$', '\1');
