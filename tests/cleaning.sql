-- What brings a used database back to how it began. It stands in a schema of its own, where the bot never looks.
CREATE SCHEMA keep;

-- Places are many and hardly any test writes them: who does is noticed, and that database is thrown away.
CREATE TABLE keep.touched (name text);
CREATE FUNCTION keep.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO keep.touched VALUES (TG_TABLE_NAME);
    RETURN NULL;
END $$;
CREATE TRIGGER touch AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON places EXECUTE FUNCTION keep.touch();
CREATE TRIGGER touch AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON place_names EXECUTE FUNCTION keep.touch();

-- So is who changes the shape of anything, or how the database is used.
CREATE FUNCTION keep.shape() RETURNS text LANGUAGE sql AS $$
    SELECT md5(
        (SELECT string_agg(concat_ws(' ', oid, relname, relkind, relfilenode), ',' ORDER BY oid)
           FROM pg_class WHERE relnamespace = 'public'::regnamespace)
        || (SELECT string_agg(concat_ws(' ', attrelid, attname, atttypid, attnotnull, attisdropped), ','
                              ORDER BY attrelid, attnum)
              FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
             WHERE relnamespace = 'public'::regnamespace)
        || (SELECT count(*) FROM pg_db_role_setting JOIN pg_database ON pg_database.oid = setdatabase
             WHERE datname = current_database())
    )
$$;

CREATE TABLE keep.began AS SELECT keep.shape() AS shape;
CREATE TABLE keep.sequences AS
    SELECT format('%I.%I', schemaname, sequencename)::regclass AS name, last_value
      FROM pg_sequences WHERE schemaname = 'public';
CREATE TABLE keep.tables AS
    SELECT tablename AS name FROM pg_tables
     WHERE schemaname = 'public' AND tablename NOT IN ('places', 'place_names');
DO $$
DECLARE each text;
BEGIN
    FOR each IN SELECT name FROM keep.tables LOOP
        EXECUTE format('CREATE TABLE keep.rows_%s AS TABLE public.%I', each, each);
    END LOOP;
END $$;

CREATE FUNCTION keep.cleaned() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE each text;
BEGIN
    PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid();
    IF EXISTS (SELECT FROM keep.touched) OR keep.shape() <> (SELECT shape FROM keep.began) THEN
        RETURN false;
    END IF;
    SET LOCAL session_replication_role = replica;  -- in whatever order rows refer to each other
    FOR each IN SELECT name FROM keep.tables LOOP
        EXECUTE format('DELETE FROM public.%I', each);
        EXECUTE format('INSERT INTO public.%I SELECT * FROM keep.rows_%s', each, each);
    END LOOP;
    PERFORM setval(name, coalesce(last_value, 1), last_value IS NOT NULL) FROM keep.sequences;
    RETURN true;
END $$;
