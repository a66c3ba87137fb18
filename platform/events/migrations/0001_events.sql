-- Every event once: (journal, seq, idx) says where it lies in the journal. Partitions follow the receive day, because
-- event times come from clocks that may be wrong. There is no TTL: only the retention manager removes a day.
CREATE TABLE IF NOT EXISTS events
(
    journal LowCardinality(String) CODEC(ZSTD(1)),
    seq UInt64 CODEC(Delta(8), ZSTD(1)),
    idx UInt32 CODEC(Delta(4), ZSTD(1)),
    received DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    time DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    source LowCardinality(String) CODEC(ZSTD(1)),
    format LowCardinality(String) CODEC(ZSTD(1)),
    class_uid UInt32 CODEC(ZSTD(1)),
    activity_id UInt8 CODEC(ZSTD(1)),
    severity_id UInt8 CODEC(ZSTD(1)),
    status_id UInt8 CODEC(ZSTD(1)),
    host LowCardinality(String) CODEC(ZSTD(1)),
    user LowCardinality(String) CODEC(ZSTD(1)),
    process LowCardinality(String) CODEC(ZSTD(1)),
    command_line String CODEC(ZSTD(1)),
    parent_process LowCardinality(String) CODEC(ZSTD(1)),
    file String CODEC(ZSTD(1)),
    url String CODEC(ZSTD(1)),
    domain String CODEC(ZSTD(1)),
    hash String CODEC(ZSTD(1)),
    src_ip String CODEC(ZSTD(1)),
    dst_ip String CODEC(ZSTD(1)),
    src_port UInt16 CODEC(ZSTD(1)),
    dst_port UInt16 CODEC(ZSTD(1)),
    protocol LowCardinality(String) CODEC(ZSTD(1)),
    rule_name LowCardinality(String) CODEC(ZSTD(1)),
    event_code LowCardinality(String) CODEC(ZSTD(1)),
    provider LowCardinality(String) CODEC(ZSTD(1)),
    vin String CODEC(ZSTD(1)),
    ecu LowCardinality(String) CODEC(ZSTD(1)),
    message String CODEC(ZSTD(1)),
    body String CODEC(ZSTD(1)),
    raw String CODEC(ZSTD(1)),

    INDEX time_range time TYPE minmax GRANULARITY 1,
    INDEX vin_bloom vin TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX host_bloom lower(host) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX user_bloom lower(user) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX process_bloom lower(process) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX domain_bloom lower(domain) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX hash_bloom lower(hash) TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX src_ip_bloom src_ip TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX dst_ip_bloom dst_ip TYPE bloom_filter(0.01) GRANULARITY 1,
    -- The words of the body in lower case, with the escapes of JSON undone so that "\nuser" is the word "user".
    -- Chinese characters are words of their own.
    -- search/text.ts writes the same expression; a test proves that queries use this index.
    INDEX search_text translate(lower(replaceAll(replaceAll(replaceAll(replaceAll(body, '\\\\', '/'), '\\n', ' '), '\\r', ' '), '\\t', ' ')), '._:\'', '    ') TYPE text(tokenizer = asciiCJK)
)
ENGINE = MergeTree
PARTITION BY toDate(received)
ORDER BY (toStartOfHour(time), source, host, vin, time)
SETTINGS
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1,
    min_compressed_bytes_to_fsync_after_merge = 1,
    max_suspicious_broken_parts = 1000000,
    max_suspicious_broken_parts_bytes = 1000000000000,
    non_replicated_deduplication_window = 10000,
    -- A page of hits reads one granule for each hit, so granules are small.
    index_granularity = 2048,
    index_granularity_bytes = 2097152,
    -- Parts of a second each wait for two dozen of their kind: merging them pairwise costs as much as all the rest.
    min_parts_to_merge_at_once = 24,
    -- Ten minutes after its last insert a day becomes one part, with a complete text index.
    min_age_to_force_merge_seconds = 600,
    min_age_to_force_merge_on_partition_only = 1;

-- Events per minute, for histograms and the situation screen; filled by the view below with the same insert token.
CREATE TABLE IF NOT EXISTS event_counts
(
    received_day Date CODEC(ZSTD(1)),
    minute DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
    source LowCardinality(String) CODEC(ZSTD(1)),
    class_uid UInt32 CODEC(ZSTD(1)),
    severity_id UInt8 CODEC(ZSTD(1)),
    events UInt64 CODEC(ZSTD(1))
)
ENGINE = SummingMergeTree(events)
PARTITION BY received_day
ORDER BY (minute, source, class_uid, severity_id)
SETTINGS
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1,
    min_compressed_bytes_to_fsync_after_merge = 1,
    max_suspicious_broken_parts = 1000000,
    max_suspicious_broken_parts_bytes = 1000000000000,
    non_replicated_deduplication_window = 10000;

CREATE MATERIALIZED VIEW IF NOT EXISTS event_counts_fill TO event_counts AS
SELECT
    toDate(received) AS received_day,
    toStartOfMinute(time) AS minute,
    source,
    class_uid,
    severity_id,
    count() AS events
FROM events
GROUP BY received_day, minute, source, class_uid, severity_id;
