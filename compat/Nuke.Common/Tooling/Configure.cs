namespace Nuke.Common.Tooling
{
    /// <summary>Changes options and returns them.</summary>
    public delegate T Configure<T>(T options);
}

namespace Nuke.Common.Utilities.Collections
{
    /// <summary>Dictionaries written as a chain of pairs.</summary>
    public static class DictionaryExtensions
    {
        /// <summary>Adds a pair and returns the same dictionary.</summary>
        public static Dictionary<TKey, string> AddPair<TKey, TValue>(this Dictionary<TKey, string> dictionary, TKey key, TValue? value = default)
            where TKey : notnull
        {
            dictionary.Add(key, value?.ToString() ?? "");
            return dictionary;
        }
    }
}
