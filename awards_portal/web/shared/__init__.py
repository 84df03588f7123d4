"""What every door uses: access, errors, filters, fields, paging, downloads."""
