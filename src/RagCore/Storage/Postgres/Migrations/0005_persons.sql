-- Who sent a message, so that people find their own questions and can have them forgotten. Messages of the release before have nobody.
alter table turns add column person uuid;

create index turns_person on turns (person, seq) where person is not null;

-- The function of the release before stays beside this one, which takes one array more.
-- Stores messages, each unless one of its keys was claimed within the window. Says for each: 0 accepted, 1 duplicate, 2 full.
-- Keys are claimed in one order by everybody, so that two replicas wait for each other and never both.
create function accept_messages(
    p_ids text[], p_tenants text[], p_channels text[], p_threads uuid[], p_message_keys uuid[], p_received timestamptz[], p_messages text[],
    p_owners integer[], p_keys uuid[], p_window interval, p_full boolean, p_persons uuid[]) returns smallint[] language plpgsql as $$
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

    insert into turns (id, tenant, channel, thread, message_key, received_at, message, due_at, person)
    select m.id, m.tenant, m.channel, m.thread, m.message_key, m.received_at, m.message, v_now, m.person
    from unnest(p_ids, p_tenants, p_channels, p_threads, p_message_keys, p_received, p_messages, p_persons) with ordinality
        as m (id, tenant, channel, thread, message_key, received_at, message, person, i)
    where m.i <> all (v_refused)
    order by m.i
    on conflict (id) do nothing;

    if cardinality(v_refused) < cardinality(p_ids) then
        perform pg_notify('chatopsbot_turns', '');
    end if;

    return (select array_agg(case when i = any (v_refused) then 1 else 0 end order by i)::smallint[] from generate_subscripts(p_ids, 1) as i);
end $$;
