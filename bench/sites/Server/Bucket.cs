namespace SiteServer;

/// <summary>The objects of a bucket. Conditions are judged, and the write made, under one lock.</summary>
internal sealed class Bucket(string name)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);
    private string[]? _sorted;

    public string Name => name;

    /// <summary>What was put as <c>?versioning</c>, <c>?policy</c> and the like, given back as it came. None of it has an effect.</summary>
    public Dictionary<string, byte[]> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>A copy that shares the objects.</summary>
    public Bucket Copy()
    {
        var copy = new Bucket(name);
        lock (_lock)
        {
            foreach (var (key, item) in _objects)
                copy._objects.Add(key, item);
            foreach (var (key, document) in Settings)
                copy.Settings.Add(key, document);
        }

        return copy;
    }

    public StoredObject? Find(string key)
    {
        lock (_lock)
            return _objects.GetValueOrDefault(key);
    }

    /// <exception cref="S3Error">The condition does not hold.</exception>
    public void Put(StoredObject item, WriteCondition condition)
    {
        lock (_lock)
        {
            condition.Check(_objects.GetValueOrDefault(item.Key));
            if (!_objects.ContainsKey(item.Key))
                _sorted = null;
            _objects[item.Key] = item;
        }
    }

    /// <summary>Deletes an object; there need not be one, except to hold to a condition.</summary>
    /// <exception cref="S3Error">The condition does not hold.</exception>
    public void Delete(string key, WriteCondition condition)
    {
        lock (_lock)
        {
            condition.Check(_objects.GetValueOrDefault(key));
            if (_objects.Remove(key))
                _sorted = null;
        }
    }

    /// <summary>Every key in S3's order, which for these keys is the ordinal one.</summary>
    public string[] Keys()
    {
        lock (_lock)
        {
            if (_sorted is null)
            {
                _sorted = [.. _objects.Keys];
                Array.Sort(_sorted, StringComparer.Ordinal);
            }

            return _sorted;
        }
    }
}
