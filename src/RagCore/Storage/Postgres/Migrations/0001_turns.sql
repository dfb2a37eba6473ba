-- Everything a turn is, from the accepted message to the delivered reply, and the votes on it.
-- A migration is never changed once it was released. The release before must go on working on what it leaves behind:
-- columns are added with defaults, and removed one release after the last that used them.

-- Leases, delays and the age of keys are measured by this clock alone (R-33). A test replaces it.
create function bot_now() returns timestamptz language sql volatile as 'select clock_timestamp()';

-- Orders what is stored about threads; times of day can be equal or go back.
create sequence steps;

create table turns (
    id            text        primary key,
    seq           bigint      generated always as identity,
    tenant        text        not null,
    channel       text        not null,
    thread        uuid        not null,
    message_key   uuid        not null,
    received_at   timestamptz not null,
    message       text        not null,
    edited_at     bigint,
    state         smallint    not null default 0,
    ended         boolean     not null default false,
    ended_at      timestamptz,
    due_at        timestamptz not null,
    attempt       integer     not null default 0,
    fencing_token bigint      not null default 0,
    leased        boolean     not null default false,
    lease_until   timestamptz,
    leased_by     text,
    receipt       text,
    answer        text,
    answered_seq  bigint,
    cause         text,
    replayed_at   timestamptz
) with (fillfactor = 80);

comment on column turns.state is '0 received, 1 answered, 2 delivered, 3 dead, 4 cancelled';
comment on column turns.leased is 'apart from lease_until, so that a renewed lease changes no indexed column';

create index turns_pending on turns (seq) where not ended;
create index turns_thread on turns (thread, seq);
create index turns_thread_pending on turns (thread, seq) where not ended;
create index turns_dead on turns (ended_at) where state = 3;
create index turns_ended on turns (ended_at) where ended;

-- One turn at a time per thread, whatever two replicas see at the same moment.
create unique index turns_one_per_thread on turns (thread) where leased;

create table dedupe_keys (
    key        uuid        primary key,
    claimed_at timestamptz not null
);

create index dedupe_keys_age on dedupe_keys (claimed_at);

create table forgotten_threads (
    thread        uuid   primary key,
    tenant        text   not null,
    forgotten_seq bigint not null
);

create table votes (
    tenant  text     not null,
    turn_id text     not null,
    voter   uuid     not null,
    cast_at bigint   not null,
    value   smallint not null,
    vote    text     not null,
    stored_at timestamptz not null default bot_now(),
    primary key (tenant, turn_id, voter)
);

create index votes_newest on votes (tenant, cast_at desc) where value <> 0;

-- The second wall between tenants: a statement that says for whom it reads sees that tenant alone, one that says nothing sees nothing.
alter table turns enable row level security;
alter table turns force row level security;
create policy one_tenant on turns using (current_setting('chatopsbot.tenant', true) in ('*', tenant));

alter table forgotten_threads enable row level security;
alter table forgotten_threads force row level security;
create policy one_tenant on forgotten_threads using (current_setting('chatopsbot.tenant', true) in ('*', tenant));

alter table votes enable row level security;
alter table votes force row level security;
create policy one_tenant on votes using (current_setting('chatopsbot.tenant', true) in ('*', tenant));

-- Stores messages, each unless one of its keys was claimed within the window. Says for each: 0 accepted, 1 duplicate, 2 full.
-- Keys are claimed in one order by everybody, so that two replicas wait for each other and never both.
create function accept_messages(
    p_ids text[], p_tenants text[], p_channels text[], p_threads uuid[], p_message_keys uuid[], p_received timestamptz[], p_messages text[],
    p_owners integer[], p_keys uuid[], p_window interval, p_full boolean) returns smallint[] language plpgsql as $$
declare
    v_now timestamptz := bot_now();
    v_refused integer[];
begin
    if p_full then
        return (
            select array_agg(case when exists (
                select from unnest(p_owners, p_keys) as o (owner, key) join dedupe_keys d on d.key = o.key
                where o.owner = i and d.claimed_at > v_now - p_window) then 1 else 2 end order by i)::smallint[]
            from generate_subscripts(p_ids, 1) as i);
    end if;

    delete from dedupe_keys where key in (
        select key from dedupe_keys where key = any (p_keys) and claimed_at <= v_now - p_window order by key for update);

    with claimed as (
        insert into dedupe_keys (key, claimed_at)
        select distinct key, v_now from unnest(p_keys) as k (key) order by key
        on conflict (key) do nothing
        returning key)
    select coalesce(array_agg(distinct o.owner), '{}') into v_refused
    from unnest(p_owners, p_keys) as o (owner, key)
    where not exists (select from claimed c where c.key = o.key);

    if v_refused <> '{}' then
        -- What a refused message claimed beside the key it was refused for is free again. Only its own: no other message of a call has them.
        delete from dedupe_keys d using unnest(p_owners, p_keys) as o (owner, key)
        where o.owner = any (v_refused) and d.key = o.key and d.claimed_at = v_now and d.xmin = pg_current_xact_id()::xid;
    end if;

    insert into turns (id, tenant, channel, thread, message_key, received_at, message, due_at)
    select m.id, m.tenant, m.channel, m.thread, m.message_key, m.received_at, m.message, v_now
    from unnest(p_ids, p_tenants, p_channels, p_threads, p_message_keys, p_received, p_messages) with ordinality
        as m (id, tenant, channel, thread, message_key, received_at, message, i)
    where m.i <> all (v_refused)
    order by m.i
    on conflict (id) do nothing;

    if cardinality(v_refused) < cardinality(p_ids) then
        perform pg_notify('chatopsbot_turns', '');
    end if;

    return (select array_agg(case when i = any (v_refused) then 1 else 0 end order by i)::smallint[] from generate_subscripts(p_ids, 1) as i);
end $$;

-- Leases the oldest turns that are due and whose thread no other turn is running in. A lease that ran out is taken over whatever its
-- place in the thread is, so that it cannot keep the thread closed.
create function lease_turns(p_count integer, p_owner text, p_duration interval)
    returns table (id text, fencing_token bigint, attempt integer, message text, receipt text, answer text, replayed_at timestamptz) language plpgsql as $$
#variable_conflict use_column
declare
    v_now timestamptz := bot_now();
begin
    return query
    update turns t
    set leased = true, lease_until = v_now + p_duration, leased_by = p_owner, attempt = t.attempt + 1, fencing_token = t.fencing_token + 1
    from (
        select c.id from turns c
        where not c.ended and c.due_at <= v_now and (
            (c.leased and c.lease_until < v_now)
            or (not c.leased and not exists (
                select from turns e where e.thread = c.thread and not e.ended and e.id <> c.id and (e.seq < c.seq or e.leased))))
        order by c.seq limit p_count
        for update of c skip locked) as picked
    where t.id = picked.id
    returning t.id, t.fencing_token, t.attempt, t.message, t.receipt, t.answer, t.replayed_at;
end $$;

-- Takes what workers have to say, each word only from who holds the lease. Says for each: 0 done, 1 lease lost, 2 answered already.
-- Kinds: 0 receipt, 1 answer, 2 delivered, 3 retry, 4 release, 5 dead, 6 renew.
create function write_steps(
    p_ids text[], p_tokens bigint[], p_kinds smallint[], p_texts text[], p_delays interval[], p_duration interval) returns smallint[] language plpgsql as $$
declare
    v_now timestamptz := bot_now();
    v_done text[];
begin
    with done as (
        update turns t
        set receipt      = case s.kind when 0 then s.words else t.receipt end,
            answer       = case s.kind when 1 then s.words else t.answer end,
            answered_seq = case s.kind when 1 then nextval('steps') else t.answered_seq end,
            cause        = case when s.kind in (3, 5) then s.words else t.cause end,
            state        = case s.kind when 1 then 1 when 2 then 2 when 5 then 3 else t.state end,
            attempt      = case s.kind when 4 then t.attempt - 1 else t.attempt end,
            due_at       = case when s.kind in (3, 4) then v_now + s.delay else t.due_at end,
            ended        = s.kind in (2, 5),
            ended_at     = case when s.kind in (2, 5) then v_now end,
            leased       = s.kind in (0, 1, 6),
            leased_by    = case when s.kind in (0, 1, 6) then t.leased_by end,
            lease_until  = case when s.kind in (0, 1, 6) then v_now + p_duration end
        from unnest(p_ids, p_tokens, p_kinds, p_texts, p_delays) as s (id, token, kind, words, delay)
        where t.id = s.id and t.fencing_token = s.token and t.leased and (s.kind <> 1 or t.answer is null)
        returning t.id)
    select coalesce(array_agg(id), '{}') into v_done from done;

    return (
        select array_agg(case
            when s.id = any (v_done) then 0
            when s.kind = 1 and exists (select from turns t where t.id = s.id and t.fencing_token = s.token and t.leased) then 2
            else 1 end order by s.i)::smallint[]
        from unnest(p_ids, p_tokens, p_kinds) with ordinality as s (id, token, kind, i));
end $$;
