-- What answers used: written in the statement that stores the answer, so that sums are those of the stored turns.

-- Line 0 is the question itself; the others are what a model used for one purpose.
create table usage_lines (
    turn_id         text        not null,
    line            smallint    not null,
    lines           smallint    not null,
    tenant          text        not null,
    channel         text        not null,
    person          text        not null,
    day             date        not null,
    model           text        not null default '',
    purpose         text        not null default '',
    calls           integer     not null default 0,
    estimated_calls integer     not null default 0,
    input_tokens    bigint      not null default 0,
    output_tokens   bigint      not null default 0,
    cost            numeric     not null default 0,
    stored_at       timestamptz not null default bot_now(),
    primary key (turn_id, line)
);

comment on column usage_lines.lines is 'how many lines the turn has besides line 0';

create index usage_lines_day on usage_lines (day, tenant);
create index usage_lines_person on usage_lines (tenant, person, day) where line = 0;
create index usage_lines_age on usage_lines (stored_at);

-- The sums that are asked before every question.
create table usage_days (
    tenant        text    not null,
    day           date    not null,
    questions     bigint  not null,
    input_tokens  bigint  not null,
    output_tokens bigint  not null,
    cost          numeric not null,
    primary key (tenant, day)
);

create index usage_days_day on usage_days (day);

-- What running turns have set aside; one row for each, until its answer is stored.
create table usage_claims (
    turn_id    text        primary key,
    tenant     text        not null,
    person     text        not null,
    cost       numeric     not null,
    held_until timestamptz not null
);

alter table usage_lines enable row level security;
alter table usage_lines force row level security;
create policy one_tenant on usage_lines using (current_setting('chatopsbot.tenant', true) in ('*', tenant));

alter table usage_days enable row level security;
alter table usage_days force row level security;
create policy one_tenant on usage_days using (current_setting('chatopsbot.tenant', true) in ('*', tenant));

alter table usage_claims enable row level security;
alter table usage_claims force row level security;
create policy one_tenant on usage_claims using (current_setting('chatopsbot.tenant', true) in ('*', tenant));

-- Writes steps as before, and with an answer what it used. Days are locked in one order by everybody.
create function write_steps(
    p_ids text[], p_tokens bigint[], p_kinds smallint[], p_texts text[], p_delays interval[], p_duration interval, p_usage json[])
    returns smallint[] language plpgsql as $$
declare
    v_outcomes smallint[] := write_steps(p_ids, p_tokens, p_kinds, p_texts, p_delays, p_duration);
begin
    if exists (select from unnest(p_usage) as u (form) where form is not null) then
        with answered as (
            select s.id, s.form, s.form ->> 'tenant' as tenant, (s.form ->> 'day')::date as day, json_array_length(s.form -> 'lines') as lines
            from unnest(p_ids, p_kinds, p_usage, v_outcomes) as s (id, kind, form, outcome)
            where s.kind = 1 and s.outcome = 0 and s.form is not null
                and not exists (select from usage_lines u where u.turn_id = s.id)),
        written as (
            insert into usage_lines (turn_id, line, lines, tenant, channel, person, day, model, purpose, calls, estimated_calls, input_tokens, output_tokens, cost)
            select a.id, 0, a.lines, a.tenant, a.form ->> 'channel', a.form ->> 'person', a.day, '', '', 0, 0, 0, 0, 0 from answered a
            union all
            select a.id, l.line, a.lines, a.tenant, a.form ->> 'channel', a.form ->> 'person', a.day, l.form ->> 'model', l.form ->> 'purpose',
                (l.form ->> 'calls')::integer, (l.form ->> 'estimated')::integer,
                (l.form ->> 'input')::bigint, (l.form ->> 'output')::bigint, (l.form ->> 'cost')::numeric
            from answered a, json_array_elements(a.form -> 'lines') with ordinality as l (form, line)
            on conflict do nothing
            returning tenant, day, line, input_tokens, output_tokens, cost)
        insert into usage_days as d (tenant, day, questions, input_tokens, output_tokens, cost)
        select tenant, day, count(*) filter (where line = 0), sum(input_tokens), sum(output_tokens), sum(cost)
        from written group by tenant, day order by tenant, day
        on conflict (tenant, day) do update
        set questions = d.questions + excluded.questions, input_tokens = d.input_tokens + excluded.input_tokens,
            output_tokens = d.output_tokens + excluded.output_tokens, cost = d.cost + excluded.cost;
    end if;

    delete from usage_claims c using unnest(p_ids, p_kinds, v_outcomes) as s (id, kind, outcome)
    where c.turn_id = s.id and s.kind in (1, 5) and s.outcome = 0;
    return v_outcomes;
end $$;

-- Sets something aside for a turn and says for each window what is settled and what other turns have set aside. One at a time, so that
-- each claim sees those before it; what is settled and what is open is read in one statement, so that no turn is missed or counted twice.
-- Of a person, the questions alone are summed.
create function claim_usage(
    p_turn text, p_tenant text, p_person text, p_cost numeric, p_holds interval,
    p_tenants text[], p_persons text[], p_from date[], p_to date[])
    returns table (i bigint, questions bigint, input_tokens bigint, output_tokens bigint, cost numeric, open_questions bigint, open_cost numeric) language plpgsql as $$
#variable_conflict use_column
declare
    v_now timestamptz := bot_now();
begin
    perform pg_advisory_xact_lock(hashtext('chatopsbot.usage_claims'));

    delete from usage_claims where held_until <= v_now;
    insert into usage_claims (turn_id, tenant, person, cost, held_until) values (p_turn, p_tenant, p_person, p_cost, v_now + p_holds)
    on conflict (turn_id) do update set cost = excluded.cost, held_until = excluded.held_until;

    return query
    select w.i, (coalesce(d.questions, 0) + l.questions)::bigint, coalesce(d.input_tokens, 0)::bigint, coalesce(d.output_tokens, 0)::bigint,
        coalesce(d.cost, 0), o.questions::bigint, coalesce(o.cost, 0)
    from unnest(p_tenants, p_persons, p_from, p_to) with ordinality as w (tenant, person, from_day, to_day, i)
    cross join lateral (
        select sum(d.questions) as questions, sum(d.input_tokens) as input_tokens, sum(d.output_tokens) as output_tokens, sum(d.cost) as cost
        from usage_days d
        where w.person is null and d.day between w.from_day and w.to_day and (w.tenant is null or d.tenant = w.tenant)) d
    cross join lateral (
        select count(*) as questions from usage_lines u
        where w.person is not null and u.line = 0 and u.tenant = w.tenant and u.person = w.person and u.day between w.from_day and w.to_day) l
    cross join lateral (
        select count(*) as questions, sum(c.cost) as cost
        from usage_claims c
        where c.turn_id <> p_turn and (w.tenant is null or c.tenant = w.tenant) and (w.person is null or c.person = w.person)) o
    order by w.i;
end $$;
