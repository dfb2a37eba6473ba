using System.Collections.Concurrent;

namespace ChatOpsBot.Channels.Teams.Inbound.Tokens;

/// <summary>Tokens whose signature was found good, so that a token seen again costs a hash. Whether it is still valid is asked each time.</summary>
internal sealed class VerifiedTokens(TimeProvider time)
{
    public const int Capacity = 1_000;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<TokenHash, VerifiedToken> _tokens = new();

    public int Count => _tokens.Count;

    public VerifiedToken? Find(TokenHash hash) => _tokens.GetValueOrDefault(hash);

    public void Add(TokenHash hash, VerifiedToken token)
    {
        lock (_gate)
        {
            MakeRoom();
            _tokens[hash] = token;
        }
    }

    public void Remove(TokenHash hash) => _tokens.TryRemove(hash, out _);

    // Only genuine tokens get here, about one an hour for each Connector. Should there be too many alive, all start anew.
    private void MakeRoom()
    {
        if (_tokens.Count < Capacity)
        {
            return;
        }

        foreach (var (hash, token) in _tokens)
        {
            if (token.Life.Check(time) is not null)
            {
                _tokens.TryRemove(hash, out _);
            }
        }

        if (_tokens.Count >= Capacity)
        {
            _tokens.Clear();
        }
    }
}
